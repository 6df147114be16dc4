"""The window speaks the person's language where there is one, English with its plurals elsewhere, and never two."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QPoint, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.empty_state import EmptyState
from quantchat.gui.hardware_card import HardwareCard
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.picker.search_field import SearchField
from quantchat.gui.shortcut_list import ShortcutList
from quantchat.gui.theme import Theme
from quantchat.gui.transfer_words import download_detail, time_left_text
from quantchat.gui.translations import install_translations
from quantchat.library.downloads.values import DownloadState, DownloadStatus
from quantchat.probe.memory import Memory
from tests.gui.pseudo_language import cut_texts, pseudo_language, unmarked_texts
from tests.gui.test_hardware_card import MACHINE
from tests.gui.test_transfer_words import REQUEST

MEMORY = Memory(total_bytes=32 * 2**30, available_bytes=20 * 2**30)
GERMAN = QLocale(QLocale.Language.German)


@pytest.fixture(scope="module")
def german_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("german")
    pseudo_language(folder)
    return folder


def remove(translators: tuple[QTranslator, ...]) -> None:
    for translator in translators:
        QCoreApplication.removeTranslator(translator)


def cancel_of_qt() -> str:
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_numbers_have_their_plurals_in_english() -> None:
    assert time_left_text(100) == "2 minutes left"
    assert QCoreApplication.translate("EmptyState", "%n core(s)", "", 1) == "1 core"


def test_in_a_language_that_there_is_qts_own_words_follow(qapp: QApplication, german_folder: Path) -> None:
    installed = install_translations(qapp, GERMAN, german_folder)
    told = (QCoreApplication.translate("SettingsDialog", "Settings"), cancel_of_qt())
    remove(installed)
    assert told[0].startswith("⟦Settings")
    assert told[1] == "Abbrechen"
    assert cancel_of_qt() == "Cancel"


def test_in_a_language_that_there_is_not_everything_is_english_qts_words_too(qapp: QApplication) -> None:
    installed = install_translations(qapp, QLocale(QLocale.Language.Icelandic))
    told = (QCoreApplication.translate("SettingsDialog", "Settings"), cancel_of_qt())
    remove(installed)
    assert told == ("Settings", "Cancel")


def test_without_any_files_the_window_is_english(qapp: QApplication, tmp_path: Path) -> None:
    assert install_translations(qapp, GERMAN, tmp_path) == ()


def test_a_string_is_found_under_the_class_that_wrote_it_in_its_subclasses_too(
    pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    class Narrower(SearchField):
        """Has no strings of its own."""

    field = Narrower(theme, icons)
    qtbot.addWidget(field)
    assert field.placeholderText().startswith("⟦Find a model")


def test_a_text_that_nobody_translated_is_named(pseudo: None, qtbot: QtBot, theme: Theme) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    for text in ("⟦Good⟧", "Forgotten", "⟦Half⟧ forgotten", "⟦Load Q4_K_M, ⟦in {it}⟧⟧ · 1.2B", "4.9 GB", "Qwen3 4B"):
        ThemedLabel(theme, lambda colours: colours.text, text=text).setParent(whole)
    whole.setToolTip("Forgotten as well")
    assert unmarked_texts(whole, ["Qwen3 4B"]) == ["Forgotten as well", "Forgotten", "⟦Half⟧ forgotten", "4.9 GB"]


def test_the_empty_chat_is_translated_in_each_of_its_states(
    pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    empty = EmptyState(theme, icons)
    qtbot.addWidget(empty)
    empty.resize(900, 700)
    empty.show()
    assert unmarked_texts(empty) == []
    empty.show_ready("SmolLM2", 2, MEMORY)
    assert unmarked_texts(empty, ["SmolLM2"]) == []
    assert cut_texts(empty) == []
    empty.show_loading("SmolLM2")
    assert unmarked_texts(empty, ["SmolLM2"]) == []


def test_the_list_of_keys_is_translated(pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    action = QAction("⟦New chat⟧", window)
    action.setShortcut("Ctrl+N")
    window.addAction(action)
    shortcuts = ShortcutList(theme, icons, window)
    shortcuts.open_anew()
    assert (
        unmarked_texts(
            shortcuts, ["Enter", "Esc", "Tab", "Del", "PgUp", "PgDown", "Home", "End", "F2", "Left", "Right"]
        )
        == []
    )
    assert cut_texts(shortcuts) == []


def test_the_card_of_this_computer_is_translated(pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    card = HardwareCard(theme, icons, window)
    assert unmarked_texts(card) == []
    card.open_above(QPoint(10, 700))
    card.show_hardware(MACHINE)
    names = [MACHINE.cpu.name, *(gpu.name for gpu in MACHINE.gpus), *(holder.name for holder in MACHINE.holders)]
    assert unmarked_texts(card, [*names, "CUDA", "Vulkan", "DGGML_CUDA=on", "DGGML_VULKAN=on"]) == []
    card.close()


def test_notices_and_the_model_in_use_are_translated(pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    bar, menu = NoticeBar(theme, icons), ModelMenu(theme, icons)
    qtbot.addWidget(bar)
    qtbot.addWidget(menu)
    for severity in Severity:
        bar.show_notice(Notice(severity.name, "⟦It is so.⟧", severity))
        assert unmarked_texts(bar) == []
    menu.set_loading(0.5)
    assert unmarked_texts(menu) == []


@pytest.mark.parametrize("state", [state for state in DownloadState if not state.is_over])
def test_how_far_a_download_is_is_told_translated(
    pseudo: None, qtbot: QtBot, theme: Theme, state: DownloadState
) -> None:
    status = DownloadStatus(REQUEST, state, 5 * 10**8, 10**9, bytes_per_second=2e6, seconds_left=200.0)
    label = ThemedLabel(theme, lambda colours: colours.text, text=download_detail(status))
    qtbot.addWidget(label)
    assert unmarked_texts(label) == []
