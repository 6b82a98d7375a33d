"""Render a page of a PDF file in a separate process with limits on time and memory, because the file may be hostile.

The process reads the file from standard input. It writes a line with the number of pages, and a WebP picture.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from citegraph import system

SECONDS = 10.0
"""The most time for a page."""
MEBIBYTES = 512
"""The most memory for a page."""
SIDE = 1400
"""The longest side of a picture in pixels: letters of 8 points can be read."""
QUALITY = 80


class PageImage(NamedTuple):
    """A page as a picture, and the number of pages of the file."""

    webp: bytes
    pages: int


def draw_page(pdf: bytes, page: int) -> PageImage | None:
    """Return a page as a picture.

    Args:
        pdf: The file.
        page: The number of the page, from 1; the last page if there are fewer.

    Returns:
        The picture; None if the file cannot be rendered within the limits.
    """
    command = [sys.executable, "-P", "-m", "citegraph.web.pdf_page_image", str(page)]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 - this Python
        count, _, picture = done.stdout.partition(b"\n")
        return PageImage(picture, int(count))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def main(arguments: Sequence[str]) -> None:
    """Draw a page.

    Args:
        arguments: The number of the page.
    """
    import pypdfium2

    system.limit_memory(MEBIBYTES * 2**20)
    system.exit_after(SECONDS)
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = document[min(int(arguments[0]), len(document)) - 1]
    picture = page.render(scale=SIDE / max(*page.get_size(), 1)).to_pil()
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY)
    sys.stdout.buffer.write(b"%d\n" % len(document) + out.getvalue())


if __name__ == "__main__":
    main(sys.argv[1:])
