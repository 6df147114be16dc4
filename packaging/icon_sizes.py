"""Draws the program's icon in the sizes that desktops ask for.

    python packaging/icon_sizes.py FOLDER

The folder becomes a part of the hicolor theme: `SIZExSIZE/apps/NAME.png` and `scalable/apps/NAME.svg`.
"""

import os
import shutil
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a build machine has no display

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICONS = Path(__file__).resolve().parent / "linux" / "icons"


def main() -> int:
    """Draw every icon there is."""
    folder = Path(sys.argv[1])
    application = QGuiApplication([])
    for drawing in sorted(ICONS.glob("*.svg")):
        scalable = folder / "scalable" / "apps"
        scalable.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(drawing, scalable / drawing.name)
        renderer = QSvgRenderer(str(drawing))
        for size in SIZES:
            target = folder / f"{size}x{size}" / "apps" / f"{drawing.stem}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            _drawn(renderer, size).save(str(target))
    application.quit()
    return 0


def _drawn(renderer: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


if __name__ == "__main__":
    sys.exit(main())
