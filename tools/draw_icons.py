"""Draw the icons of the app as PNG files from one drawing, by Chromium.

Run with ``python -m tools.draw_icons`` after a change of ``icon.svg``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent.parent / "src" / "backstride" / "web" / "static"
SIZES: Final = (192, 512)
GROUND: Final = "#1f5f5b"
SHRUNK: Final = 0.8
"""Part of a maskable icon that is shown whatever its mask: W3C, Web Application Manifest, 7.3.3."""


def page(drawing: str, size: int, *, maskable: bool) -> str:
    """Return a page that shows one icon; a maskable one fills its square to the edge."""
    inner = round(size * SHRUNK) if maskable else size
    ground = GROUND if maskable else "transparent"
    return (
        f"<style>body{{margin:0;background:{ground};width:{size}px;height:{size}px;display:grid;"
        f"place-items:center}}svg{{width:{inner}px;height:{inner}px;display:block}}</style>{drawing}"
    )


def main() -> int:
    """Draw all icons."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed here only

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    drawing = (STATIC / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for size in SIZES:
            for maskable in (False, True):
                tab = browser.new_page(viewport={"width": size, "height": size})
                tab.set_content(page(drawing, size, maskable=maskable))
                name = f"icon-{size}{'-maskable' if maskable else ''}.png"
                tab.screenshot(path=STATIC / name, omit_background=True)
                print(name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
