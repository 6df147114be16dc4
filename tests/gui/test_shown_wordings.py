"""Whatever shows what is told below the window shows it translated, with numbers as the country writes them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.conversation_import import SkippedConversation
from quantchat.core.sizes import file_size_text
from quantchat.core.speed import measured_speed
from quantchat.errors import KnownError
from quantchat.gui.buttons import Button
from quantchat.gui.chat_settings.undo_card import UndoCard
from quantchat.gui.context_costs import change_text, size_text
from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.empty_state import EmptyState
from quantchat.gui.exchange.import_report import SkippedChats
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.message_box import MessageBox
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.picker.verdicts import rate_text
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.theme import Theme
from quantchat.gui.tooltips import plain_tooltip
from quantchat.gui.transfer_words import download_detail
from quantchat.gui.wordings import translated
from quantchat.library.downloads.values import DownloadState, DownloadStatus
from quantchat.library.hub.addresses import parse_pasted
from quantchat.wording import joined, verbatim
from tests.gui.pseudo_language import unmarked_texts
from tests.gui.test_transfer_words import REQUEST

DATA = ("no repository at all", "bartowski/Llama-3.2-1B-Instruct-GGUF")


@pytest.fixture
def german_numbers() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def refusal() -> KnownError:
    """A real one, of a text that names no repository."""
    try:
        parse_pasted(DATA[0])
    except KnownError as error:
        return error
    raise AssertionError("it was taken for a repository")


@pytest.mark.usefixtures("german_numbers")
def test_sizes_speeds_and_tokens_are_written_as_the_country_writes_them(qtbot: QtBot, theme: Theme) -> None:
    label = ThemedLabel(theme, lambda colours: colours.text, text=file_size_text(4_900_000_000))
    meter = ContextMeter(theme)
    for widget in (label, meter):
        qtbot.addWidget(widget)
    meter.set_usage(2140, 8192)
    assert label.text() == "4,9 GB"
    assert meter.words == "2.140 of 8.192 tokens"
    assert rate_text(measured_speed(3.26)) == "3,3"
    assert (size_text(47 * 2**20), change_text(round(0.9 * 2**30))) == ("47 MB", "+0,9 GB")
    status = DownloadStatus(REQUEST, DownloadState.RUNNING, 1_200_000_000, 4_900_000_000, bytes_per_second=2.5e6)
    assert download_detail(status) == "1,2 GB of 4,9 GB, 2 MB/s"


@pytest.mark.usefixtures("pseudo")
def test_a_wording_within_another_is_translated_with_it_and_a_name_is_not(refusal: KnownError) -> None:
    told = translated(joined((refusal.sentence, file_size_text(4_900_000_000), verbatim("Qwen3"))))
    assert told.startswith("⟦“⟧no repository at all⟦” is not")
    assert told.endswith("4.9⟦ GB⟧ Qwen3")


@pytest.mark.usefixtures("pseudo")
def test_whatever_shows_a_failure_says_it_translated(
    qtbot: QtBot, theme: Theme, icons: Icons, refusal: KnownError
) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row, card, bar, empty = (
        SettingRow(theme, "", ""),
        UndoCard(theme, icons),
        NoticeBar(theme, icons),
        EmptyState(theme, icons),
    )
    row.tell_problem(refusal.text)
    card.tell(refusal.text, can_undo=False, is_problem=True)
    bar.show_notice(Notice("failed", refusal.text, Severity.ERROR))
    empty.show_load_failed(refusal.sentence, refusal.hint)
    elided = ElidedLabel(theme, lambda colours: colours.text)
    elided.setText(refusal.sentence)
    shown = (row, card, bar, empty, elided, Button(theme, icons, refusal.hint, icon_only=True))
    for widget in (*shown, MessageBox(None, "", refusal.sentence, refusal.hint)):
        widget.setParent(whole)
    whole.setToolTip(plain_tooltip(refusal.text))
    texts = (bar.text, row.note, card.sentence, empty.title, empty.detail, elided.text())
    assert all(text.startswith("⟦") for text in texts)
    assert unmarked_texts(whole, DATA) == []


@pytest.mark.usefixtures("pseudo")
def test_why_a_chat_was_not_imported_is_told_translated(qtbot: QtBot, refusal: KnownError) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    view = QListView(whole)
    view.setModel(chats := SkippedChats(whole))
    chats.show_chats((SkippedConversation("Boats", refusal.sentence),))
    assert str(chats.data(chats.index(0), Qt.ItemDataRole.ToolTipRole)).startswith("Boats: ⟦")
    assert unmarked_texts(view, (*DATA, "Boats")) == []


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("state", [state for state in DownloadState if not state.is_over])
def test_why_a_download_does_not_go_on_is_told_translated(
    qtbot: QtBot, theme: Theme, refusal: KnownError, state: DownloadState
) -> None:
    status = DownloadStatus(REQUEST, state, 5 * 10**8, 10**9, retry_seconds=3.0, error=refusal)
    texts = (download_detail(status), download_detail(replace(status, note=refusal.sentence)))
    for text in texts:
        label = ThemedLabel(theme, lambda colours: colours.text, text=text)
        qtbot.addWidget(label)
        assert unmarked_texts(label, DATA) == []
