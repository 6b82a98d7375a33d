"""Remove the rings of black stamps from gray pictures of pages, as photocopies have them.

A ring is found as a circle of the size of a stamp whose whole line is dark, which no text is. It is replaced by what
lies inside and outside of it: where both sides are dark, a stroke of a letter went through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

DIAMETERS_MM = (26.0, 46.0)
LEAST_DARK = 0.85
"""The least share of a ring that is dark. Circles over dense text had at most 0.6."""
PAPER_SHARE = 0.6
"""What is darker than this share of the paper is ink."""
MOST_STAMPS = 3
LIGHTER = 45
"""A ring that is lighter than the letters by this much is told from them by its shade, as in a gray scan of red ink."""

_MM_PER_INCH = 25.4
_COARSE_DPI = 50
_COARSE_DARK = 0.8
_INNERMOST = 0.5  # an inner ring has at least this share of the radius
_ANGLES = 720


def without_rings(gray: Any, dpi: float) -> Any | None:
    """Return a page without the rings of black stamps; None if it has none.

    Args:
        gray: The page as an array of height and width, 8 bits.
        dpi: Its resolution.
    """
    changed = None
    for _ in range(MOST_STAMPS):
        page = gray if changed is None else changed
        ink = page < ink_threshold(gray)
        stamp = find_stamp(ink, dpi)
        if stamp is None:
            break
        changed = page.copy() if changed is None else changed
        for band in stamp.bands(gray.shape):
            dark = band.of(changed)[band.of(ink)]
            ring, letters = float(np.median(dark)), float(np.percentile(gray[ink], 20))
            if ring - letters > LIGHTER:
                band.fill(changed, np.where(band.of(changed) < (ring + letters) / 2, band.of(changed), 255))
            else:
                band.bridge(changed)
    return changed


def ink_threshold(gray: Any) -> float:
    """Return the shade below which pixels are ink."""
    return PAPER_SHARE * float(np.median(gray[::8, ::8]))


class Band:
    """The pixels of a ring of a stamp."""

    def __init__(self, shape: tuple[int, ...], middle: tuple[float, float], inner: float, outer: float) -> None:
        top, left = (max(0, int(at - outer - 1)) for at in middle)
        bottom, right = (min(side, int(at + outer + 2)) for at, side in zip(middle, shape, strict=False))
        self._box = slice(top, bottom), slice(left, right)
        down, across = np.mgrid[self._box]
        distance = np.hypot(down - middle[0], across - middle[1])
        self._inside = (distance >= inner) & (distance <= outer)
        self._part = (distance[self._inside] - inner) / (outer - inner)
        self._angles = np.arctan2((down - middle[0])[self._inside], (across - middle[1])[self._inside])
        self._middle, self._inner, self._outer = middle, inner, outer

    def of(self, picture: Any) -> Any:
        """Return the pixels of the ring in a picture."""
        return picture[self._box][self._inside]

    def fill(self, picture: Any, values: Any) -> None:
        """Set the pixels of the ring in a picture."""
        picture[self._box][self._inside] = values

    def bridge(self, gray: Any) -> None:
        """Replace the ring by the strokes of letters that lead through it: between two ends that are dark."""
        filled = np.full(len(self._angles), 255, np.uint8)
        for slant in np.linspace(-1, 1, 9) * (self._outer - self._inner) / self._outer:  # at up to 45 degrees
            inside = _pixels(gray, self._middle, self._inner - 1, self._angles - slant * self._part)
            outside = _pixels(gray, self._middle, self._outer + 1, self._angles + slant * (1 - self._part))
            filled = np.minimum(filled, np.maximum(inside, outside))
        self.fill(gray, filled)


class Stamp(NamedTuple):
    """A stamp: its centre, row first, the inner and outer radius of each of its rings, and the width of their edges."""

    middle: tuple[float, float]
    rings: tuple[tuple[float, float], ...]
    edge: float

    def bands(self, shape: tuple[int, ...]) -> Iterator[Band]:
        """Yield the pixels of each ring with its edges in a picture of this shape."""
        return (Band(shape, self.middle, inner - self.edge, outer + self.edge) for inner, outer in self.rings)

    def covered_lines(self, shape: tuple[int, ...]) -> Iterator[Band]:
        """Yield the pixels of each ring without its blurred edges."""
        return (Band(shape, self.middle, inner - 0.5, outer + 0.5) for inner, outer in self.rings)


def find_stamp(ink: Any, dpi: float) -> Stamp | None:
    """Return the clearest stamp on a page, or None.

    Args:
        ink: Which pixels of the page are ink.
        dpi: Its resolution.
    """
    cell = max(1, round(dpi / _COARSE_DPI))
    rows, columns = (side // cell for side in ink.shape)
    if min(rows, columns) < DIAMETERS_MM[0] / _MM_PER_INCH * dpi / cell:
        return None
    cells = ink[: rows * cell, : columns * cell].reshape(rows, cell, columns, cell).mean(axis=(1, 3)) > 0.15
    radius, center = _best_circle(cells, *(side / 2 / _MM_PER_INCH * dpi / cell for side in DIAMETERS_MM))
    if center is None:
        return None
    middle = ((center[0] + 0.5) * cell, (center[1] + 0.5) * cell)
    middle, around = _refine(ink, middle, radius * cell, cell)
    radii = np.arange(_INNERMOST * around, around + 2 * cell)
    shares = _sampled(ink, middle, radii).mean(axis=0)
    bands: list[tuple[float, float]] = []
    for at in np.flatnonzero(shares >= LEAST_DARK):
        if bands and radii[at] - bands[-1][1] <= 1.5:
            bands[-1] = (bands[-1][0], float(radii[at]))
        else:
            bands.append((float(radii[at]), float(radii[at])))
    return Stamp(middle, tuple(bands), edge=1 + 0.25 * cell) if bands else None


def _best_circle(cells: Any, least: float, most: float) -> tuple[float, tuple[int, int] | None]:
    """Return the radius and the centre of the darkest circle; None as its centre if none is dark enough."""
    from scipy import fft, ndimage

    wide = ndimage.binary_dilation(cells, np.ones((2, 2))).astype(np.float32)
    shape = [fft.next_fast_len(side + 2 * int(most) + 4, real=True) for side in cells.shape]
    spectrum = fft.rfft2(wide, shape)
    best: tuple[float, float, tuple[int, int] | None] = (_COARSE_DARK, 0.0, None)
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    for radius in np.arange(least, most, 0.75):
        ring = np.zeros(shape, np.float32)
        down, across = np.rint(radius * np.sin(angles)).astype(int), np.rint(radius * np.cos(angles)).astype(int)
        ring[down % shape[0], across % shape[1]] = 1  # symmetric, so that correlation is convolution
        share = fft.irfft2(spectrum * fft.rfft2(ring), shape)[: cells.shape[0], : cells.shape[1]] / ring.sum()
        at = int(share.argmax())
        if share.flat[at] > best[0]:
            row, column = divmod(at, cells.shape[1])
            best = (float(share.flat[at]), float(radius), (row, column))
    return best[1], best[2]


def _refine(ink: Any, middle: tuple[float, float], radius: float, reach: float) -> tuple[tuple[float, float], float]:
    """Return the centre and the radius of a circle, fitted to its ink."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    for width in (2.5 * reach, 1.5 * reach, 1.0 * reach):
        offsets = np.arange(-width, width + 0.5)
        dark = _sampled(ink, middle, radius + offsets)
        filled = dark.any(axis=1)
        if filled.sum() < _ANGLES / 2:
            break
        found = (dark * offsets).sum(axis=1)[filled] / dark.sum(axis=1)[filled]
        terms = np.stack([np.ones(filled.sum()), np.sin(angles[filled]), np.cos(angles[filled])], axis=1)
        keep = np.ones(len(found), bool)
        for _ in range(3):
            fitted, *_ = np.linalg.lstsq(terms[keep], found[keep], rcond=None)
            misses = np.abs(terms @ fitted - found)
            keep = misses <= max(1.0, 1.5 * float(np.median(misses)))
        radius += float(fitted[0])
        middle = (middle[0] + float(fitted[1]), middle[1] + float(fitted[2]))
    return middle, radius


def _sampled(picture: Any, middle: tuple[float, float], radii: Any) -> Any:
    """Return the pixels around a centre as an array of angles and radii; beyond the edge they are those of the edge."""
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)[:, None]
    return _pixels(picture, middle, radii, angles)


def _pixels(picture: Any, middle: tuple[float, float], radii: Any, angles: Any) -> Any:
    down = np.rint(middle[0] + np.sin(angles) * radii).astype(int).clip(0, picture.shape[0] - 1)
    across = np.rint(middle[1] + np.cos(angles) * radii).astype(int).clip(0, picture.shape[1] - 1)
    return picture[down, across]
