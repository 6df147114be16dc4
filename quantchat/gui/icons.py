"""The icons of the window: Lucide line drawings, tinted with a colour of the theme.

The drawings are kept as published; colour and stroke are put in when one is drawn, so that an icon of any size has
the same 1.6 px line as its neighbours.
"""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from quantchat.gui.theme import ICON_SIZE
from quantchat.settings import resources_folder

_VIEW_BOX_SIZE = 24
_STROKE_WIDTH = 1.6
_DISABLED_OPACITY = 0.4
_DEVICE_PIXEL_RATIOS = (1, 2, 3)


class IconName(StrEnum):
    """Every icon there is; the value is its file's name without the suffix."""

    ADD = "plus"
    COPY = "copy"
    CHECK = "check"
    REGENERATE = "refresh-cw"
    EDIT = "pencil"
    STOP = "square"
    SEND = "arrow-up"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    DELETE = "trash-2"
    SETTINGS = "settings"
    CLOSE = "x"
    CHAT = "message-square"
    SIDEBAR = "panel-left"
    REASONING = "brain"
    WARNING = "triangle-alert"
    INFO = "info"
    ADD_FILE = "file-plus"
    OPEN_FOLDER = "folder-open"
    SEARCH = "search"
    UNDO = "undo-2"
    CPU = "cpu"
    MORE = "ellipsis"
    MORE_VERTICAL = "ellipsis-vertical"
    ARROW_DOWN = "arrow-down"
    ATTACH = "paperclip"
    DOWNLOAD = "download"
    PLAY = "play"
    PAUSE = "pause"
    ASSISTANT = "bot"
    FOLDER = "folder"
    ADD_FOLDER = "folder-plus"
    PIN = "pin"
    UNPIN = "pin-off"
    EXPORT = "file-up"
    IMPORT = "file-down"
    TEMPORARY_CHAT = "message-square-dashed"


_FILLED = frozenset({IconName.STOP, IconName.PLAY})


class Icons:
    """Draws icons and remembers them; made once and handed to the widgets that need it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resources_folder() / "icons"
        self._drawn: dict[tuple[IconName, str, int], QIcon] = {}

    def icon(self, name: IconName, colour: str, size_px: int = ICON_SIZE) -> QIcon:
        """Icon in a colour (`#RRGGBB`), crisp on ordinary and on high-density screens.

        Raises:
            OSError: the program's own files are incomplete.
        """
        key = (name, colour, size_px)
        icon = self._drawn.get(key)
        if icon is None:
            icon = self._drawn[key] = self._draw(name, colour, size_px)
        return icon

    def _draw(self, name: IconName, colour: str, size_px: int) -> QIcon:
        svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        svg = svg.replace("currentColor", colour)
        svg = svg.replace('stroke-width="2"', f'stroke-width="{_STROKE_WIDTH * _VIEW_BOX_SIZE / size_px:.3f}"')
        if name in _FILLED:
            svg = svg.replace('fill="none"', f'fill="{colour}"')
        renderer = QSvgRenderer(svg.encode())
        icon = QIcon()
        for ratio in _DEVICE_PIXEL_RATIOS:
            drawing = _drawing(renderer, size_px, ratio)
            icon.addPixmap(drawing, QIcon.Mode.Normal)
            icon.addPixmap(_faded(drawing), QIcon.Mode.Disabled)
        return icon


def _drawing(renderer: QSvgRenderer, size_px: int, ratio: int) -> QPixmap:
    pixmap = _empty_pixmap(size_px, ratio)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


def _faded(drawing: QPixmap) -> QPixmap:
    """The whole drawing fainter; lines drawn faint one by one would show where they cross."""
    ratio = round(drawing.devicePixelRatio())
    pixmap = _empty_pixmap(drawing.width() // ratio, ratio)
    painter = QPainter(pixmap)
    painter.setOpacity(_DISABLED_OPACITY)
    painter.drawPixmap(0, 0, drawing)
    painter.end()
    return pixmap


def _empty_pixmap(size_px: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(size_px * ratio, size_px * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
