"""Pages as a scanner sees them: printed text, turned a little, with grain and a stamp, as an image-only PDF."""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
PRINT_DPI = 300
A4 = (2480, 3508)  # pixels at PRINT_DPI


def has_fonts() -> bool:
    return all(Path(font).is_file() for font in FONTS)


def page(
    text: str, *, dpi: int, turned: float = 0.0, stamped: bool = False, font: int = 0, seed: int = 1
) -> Image.Image:
    """A page with `text` in 13 points, scanned at `dpi`, turned by so many degrees."""
    letters = ImageFont.truetype(FONTS[font], round(13 / 72 * PRINT_DPI))
    sheet = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(sheet)
    left, top, right = 250, 250, A4[0] - 250
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if draw.textlength(f"{line} {word}", letters) > right - left:
                draw.text((left, top), line, 20, letters)
                line, top = word, top + 80
            else:
                line = f"{line} {word}".strip()
        draw.text((left, top), line, 20, letters)
        top += 110
    if stamped:
        stamp = Image.new("L", A4, 255)
        ink = ImageDraw.Draw(stamp)
        ink.ellipse((1500, top - 200, 2000, top + 300), outline=150, width=12)
        ink.ellipse((1560, top - 140, 1940, top + 240), outline=160, width=6)
        sheet = Image.composite(sheet, stamp, sheet.point(lambda value: 255 if value < 128 else 0))
    sheet = sheet.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    size = tuple(round(side * dpi / PRINT_DPI) for side in A4)
    sheet = sheet.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.4))
    grain = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1])).point(
        lambda value: value // 12
    )
    return Image.eval(Image.blend(sheet, grain, 0.06), lambda value: min(255, round(value * 1.06)))


def pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """The pages as a PDF without a text layer."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return out.getvalue()
