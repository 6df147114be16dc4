"""A language in which every string of the program stands in ⟦brackets⟧ and is longer: what was forgotten stands out.

It is compiled by the tools that real translations go through, from the strings that those find in the sources. So a
string is bracketed only if it is looked up under the context that translators see.
"""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QLocale, QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSpinBox,
    QWidget,
)

from quantchat.gui.buttons import Button
from quantchat.gui.elided_label import ElidedLabel
from translations import compile_translation, gather

OPENS, CLOSES = "⟦", "⟧"
LONGER = 1.4
"""What German or Finnish take of the room of English."""

UNTRANSLATED = (
    "QuantChat",  # the program's name
    "KV",  # terms of the field, the same in every language
    "GPU",
    "CPU",
    "hf_…",  # how an access token begins
)
_DATA = re.compile(
    r"\d[\d.,]*[BM]\b"  # numbers of parameters
    r"|\d[\d.,]* (?:bytes|kB)\b"  # lengths of texts, which Qt writes in the words of the country
    r"|\b(?:I?Q\d\w*|B?F16|F32|f16|q\d_\d|MXFP4\w*)\b"  # names of types
    r"|(?:⟦[^⟦⟧]*⟧|\b\w+)(?:\+(?:⟦[^⟦⟧]*⟧|\w+))+"  # keys, in the system's words
)
_PLACE = re.compile(r"(?<!\{)\{[^{}]*\}(?!\})")
_WORD = re.compile(r"[^\W\d_]{3}")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def pseudo_language(folder: Path) -> QTranslator:
    """Compile the language in a folder and load it; whoever asks installs it."""
    source = folder / "quantchat_de.ts"
    gather([source])
    tree = ElementTree.parse(source)
    for message in tree.iterfind(".//message"):
        translation = message.find("translation")
        assert translation is not None
        del translation.attrib["type"]
        bracketed = marked(longer(message.findtext("source", "")))
        for form in list(translation) or [translation]:
            form.text = bracketed
    tree.write(source, encoding="utf-8", xml_declaration=True)
    compile_translation(source, folder)
    translator = QTranslator()
    assert translator.load(QLocale("de"), "quantchat", "_", str(folder))
    return translator


def marked(text: str) -> str:
    """The text in brackets, without what fills its places: that has to be marked itself, or to be a name or figure."""
    parted = _PLACE.sub(lambda place: f"{CLOSES}{place[0]}{OPENS}", text)
    return f"{OPENS}{parted}{CLOSES}".replace(OPENS + CLOSES, "")


def longer(text: str) -> str:
    """The text with as many more letters as other languages need, in words that can wrap; units are as short there."""
    told = _PLACE.sub("", text)  # what fills the places is longer itself
    if not _WORD.search(told):
        return text
    more = round(len(told) * (LONGER - 1)) - 1
    words = "oder etwas mehr davon " * (more // 22 + 1)
    return f"{text} {words[:more].strip()}" if more > 0 else text


def unmarked_texts(widget: QWidget, data: Iterable[str] = ()) -> list[str]:
    """What a person could see, or hear from a screen reader, that did not go through the translations.

    Args:
        widget: with everything in it, shown or hidden.
        data: what is no string of the program: names of models and files, and what somebody wrote.
    """
    known = sorted({*data, *UNTRANSLATED} - {""}, key=len, reverse=True)
    found = (text for each in (widget, *widget.findChildren(QWidget)) for text in _texts(each) if text)
    return [text for text in dict.fromkeys(found) if _has_unmarked_words(text, known)]


def cut_texts(widget: QWidget) -> list[str]:
    """Labels and buttons whose text needs more room than there is, or that do not lie wholly in what holds them."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible() and _is_cut(label))
    buttons = (button for button in widget.findChildren(Button) if button.isVisible() and _is_outside(button))
    narrow = (button for button in widget.findChildren(Button) if button.isVisible() and _is_narrow(button))
    return [label.text() for label in labels] + [button.label for button in (*buttons, *narrow)]


def _is_cut(label: QLabel) -> bool:
    if isinstance(label, ElidedLabel):
        return False  # it says all in its tooltip
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) or _is_outside(label)
    return label.width() < label.sizeHint().width() or _is_outside(label)


def _is_narrow(button: Button) -> bool:
    return button.width() < button.sizeHint().width()


def _is_outside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and not parent.rect().contains(widget.geometry())


def _has_unmarked_words(text: str, known: Iterable[str]) -> bool:
    text = re.sub(r"<[^>]*>", "", html.unescape(text)) if text.startswith("<") else text
    text = text.replace("\u200b", "")  # where a long path may end a line
    if not _has_words(text):
        return False
    for words in known:
        text = text.replace(words, " ")
    return _has_words(text)


def _has_words(text: str) -> bool:
    """Whether there are letters outside of brackets, other than figures and names of types."""
    text = _DATA.sub(" ", text)
    while (less := re.sub(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}", " ", text)) != text:
        text = less  # one string may be filled in another
    return any(letter.isalpha() for letter in text)


def _texts(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription())
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (text for action in widget.actions() for text in _texts_of_action(action))
    match widget:
        case QLabel():
            yield widget.text()
        case Button():
            yield widget.label
        case QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QAbstractSpinBox():
            yield from _texts_of_field(widget)
        case QComboBox():
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QMenu():
            yield widget.title()
        case QAbstractItemView() if widget.model() is not None:
            yield from _texts_of_model(widget.model())


def _texts_of_action(action: QAction) -> tuple[str, ...]:
    return action.text(), action.toolTip(), action.statusTip()


def _texts_of_field(field: QAbstractSpinBox) -> Iterator[str]:
    yield field.specialValueText()
    if isinstance(field, QSpinBox):
        yield from (field.prefix(), field.suffix())


def _texts_of_model(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column, role in product(range(columns), _ROLES):
        yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
    for row, column, role in product(range(model.rowCount(QModelIndex())), range(columns), _ROLES):
        yield str(model.index(row, column, QModelIndex()).data(role) or "")
