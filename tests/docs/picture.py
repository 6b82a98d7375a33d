"""Take the picture of the demo's page that the README shows; needs Chromium.

python tests/docs/picture.py      # writes page.webp beside this file
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

SHOWN = "05-CT/TW@XII"  # the document picked, so that the panel with its reports is open
WIDTH, HEIGHT = 1280, 760  # CSS pixels
QUALITY = 80  # of WebP, in percent
PICTURE = Path(__file__).with_name("page.webp")


def picture(page: Path) -> bytes:
    """The page as a reader with an English browser sees it, as WebP."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", color_scheme="light")
        tab.goto(f"{page.as_uri()}#f={quote(f'd:{SHOWN}', safe='')}")
        tab.locator("#panel h2").wait_for()
        tab.wait_for_timeout(2_000)  # until the view rests
        asked = {"format": "webp", "quality": QUALITY}
        taken = tab.context.new_cdp_session(tab).send("Page.captureScreenshot", asked)
        browser.close()
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "citegraph", "demo"], cwd=folder, check=True)
        PICTURE.write_bytes(picture(Path(folder) / "output" / "demo" / "graph.html"))
