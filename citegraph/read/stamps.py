"""Remove round stamps from pictures of pages, because a ring through a line of text makes its letters illegible.

A coloured stamp is told from the text by its ink, and what is printed below it stays. A black one is told by its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from citegraph.read import stamp_rings

LEAST_MM, MOST_MM = 15.0, 60.0
"""The diameters of stamps; those of offices have 30 to 42 mm."""
ROUND = 1.33
"""The most that a stamp is longer in one direction than in the other."""
MOST_PIXELS = 40_000_000
"""Larger pictures are left as they are, to bound memory; a page of A3 at 400 dpi has fewer."""

_COLORED = 60  # difference between the brightest and the darkest channel of ink that is not black
_MOST_COLORED = 0.3  # share of the page; more is paper of a colour, or a photograph
_SEEN_THROUGH = 0.01  # share of a ring that is black, because of letters below it
_GAP_MM = 0.6  # gaps of a worn ring that are bridged
_MM_PER_INCH = 25.4
_A4_INCHES = 11.7


def page_dpi(width: int, height: int) -> float:
    """Return the resolution of a picture of a page in pixels per inch, taking the page for A4."""
    return max(width, height) / _A4_INCHES


def without_stamps(pixels: Any, dpi: float) -> Any | None:
    """Return a page in gray without round stamps; None if it has none.

    Args:
        pixels: The page as an array of height and width, and channels if it has colours, of 8 bits.
        dpi: Its resolution.
    """
    if pixels.shape[0] * pixels.shape[1] > MOST_PIXELS:
        return None
    gray, is_changed = pixels, False
    if pixels.ndim == 3:
        cleaned = without_colored_stamps(pixels, dpi)
        gray, is_changed = pixels[:, :, 1] if cleaned is None else cleaned, cleaned is not None
    ringless = stamp_rings.without_rings(gray, dpi)
    return ringless if ringless is not None else gray if is_changed else None


def without_colored_stamps(pixels: Any, dpi: float) -> Any | None:
    """Return a page in gray without its coloured stamps; None if it has none.

    Args:
        pixels: The page as an array of height, width and at least three channels of 8 bits, in any order.
        dpi: Its resolution.
    """
    channels = pixels[:, :, :3]
    high = channels.max(axis=2)
    chroma = high - channels.min(axis=2)
    colored = chroma > _COLORED
    if not 0 < colored.mean() < _MOST_COLORED:
        return None
    gray = None
    for channel in range(3):  # red stamps and blue signatures overlap
        ink = colored & (channels[:, :, channel] == high)
        for box in _round_boxes(ink, dpi):
            if gray is None:
                gray = channels.mean(axis=2).astype(np.uint8)
            bright = np.minimum(255, high[box].astype(np.uint16) + chroma[box]).astype(np.uint8)
            gray[box] = np.where(ink[box], bright, gray[box])
            stamp = stamp_rings.find_stamp(ink[box], dpi)
            if stamp is not None and _covers_letters(stamp, colored[box], high[box]):
                for band in stamp.bands(ink[box].shape):
                    band.bridge(gray[box])
    return gray


def _covers_letters(stamp: stamp_rings.Stamp, colored: Any, high: Any) -> bool:
    """Whether the ink of a stamp covers what is printed below it: nothing on its rings is black."""
    threshold = stamp_rings.ink_threshold(high)
    black = [~ring.of(colored) & (ring.of(high) < threshold) for ring in stamp.covered_lines(high.shape)]
    return float(np.concatenate(black).mean()) < _SEEN_THROUGH


def _round_boxes(ink: Any, dpi: float) -> Iterator[tuple[slice, slice]]:
    """Yield the boxes around connected ink that is as large and as round as a stamp."""
    from scipy import ndimage

    cell = max(1, round(_GAP_MM / _MM_PER_INCH * dpi))
    rows, columns = (-(-side // cell) for side in ink.shape)
    padded = np.zeros((rows * cell, columns * cell), bool)
    padded[: ink.shape[0], : ink.shape[1]] = ink
    cells = padded.reshape(rows, cell, columns, cell).any(axis=(1, 3))
    labels, _ = ndimage.label(cells, np.ones((3, 3)))
    for down, across in ndimage.find_objects(labels):
        sides = [(part.stop - part.start) * cell / dpi * _MM_PER_INCH for part in (down, across)]
        if min(sides) >= LEAST_MM and max(sides) <= MOST_MM and max(sides) <= ROUND * min(sides):
            rows_of, columns_of = (
                slice(max(0, part.start - 1) * cell, (part.stop + 1) * cell) for part in (down, across)
            )
            yield rows_of, columns_of
