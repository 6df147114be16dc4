"""What is typed into the search field is found as it is typed, and can be gone to without the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.core.conversation import SearchHit
from quantchat.core.search_words import TextRange
from quantchat.gui.conversations.emphasised_text import paint_emphasised
from quantchat.gui.theme import TextSize, Theme
from tests.gui.conversations.conftest import Desk, row_of, shown_texts


def result_texts(desk: Desk) -> list[str]:
    model = desk.sidebar.search_results.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def spoken_results(desk: Desk) -> list[str]:
    model = desk.sidebar.search_results.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def type_text(desk: Desk, text: str) -> None:
    desk.sidebar.focus_search()
    QTest.keyClicks(desk.sidebar.search_field, text)


@pytest.fixture
def searched(desk: Desk) -> Desk:
    desk.add("Oak and birch", "Which tree is higher?", "The oak: it grows to forty metres.")
    desk.add("Ships", "Of what wood were ships made?", "Of oak, mostly.")
    desk.add("Bread")
    return desk


def test_titles_come_first_then_messages_with_who_wrote_them(searched: Desk) -> None:
    type_text(searched, "oak")

    assert not searched.chats.isVisible()
    assert spoken_results(searched) == [
        "Titles",
        "Oak and birch",
        "Messages",
        "Ships, Answer, Of oak, mostly.",
        "Oak and birch, Answer, The oak: it grows to forty metres.",
    ]


def test_a_screen_reader_is_told_how_many_hits_there_are(searched: Desk) -> None:
    type_text(searched, "oak")
    assert searched.sidebar.search_field.accessibleDescription().startswith("3 hit")

    QTest.keyClick(searched.sidebar.search_field, Qt.Key.Key_Escape)
    assert searched.sidebar.search_field.accessibleDescription() == ""


def test_every_letter_searches_anew(searched: Desk) -> None:
    type_text(searched, "sh")
    assert result_texts(searched) == ["Titles", "Ships", "Messages", "Ships"]

    QTest.keyClicks(searched.sidebar.search_field, "o")

    assert result_texts(searched) == ["No chat contains “sho”."]


def test_enter_goes_to_the_first_hit(qtbot: QtBot, searched: Desk) -> None:
    type_text(searched, "birch")

    with qtbot.waitSignal(searched.presenter.hit_chosen) as chosen:
        QTest.keyClick(searched.sidebar.search_field, Qt.Key.Key_Return)

    assert chosen.args is not None
    hit = chosen.args[0]
    assert isinstance(hit, SearchHit)
    assert (hit.title.text, hit.message_id) == ("Oak and birch", None)


def test_arrows_go_into_the_results_and_back(qtbot: QtBot, searched: Desk) -> None:
    type_text(searched, "oak")
    field, results = searched.sidebar.search_field, searched.sidebar.search_results
    with qtbot.waitActive(searched.sidebar):
        searched.sidebar.activateWindow()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert results.hasFocus()
    QTest.keyClick(results, Qt.Key.Key_Down)

    with qtbot.waitSignal(searched.presenter.hit_chosen) as chosen:
        QTest.keyClick(results, Qt.Key.Key_Return)
    QTest.keyClick(results, Qt.Key.Key_Up)
    QTest.keyClick(results, Qt.Key.Key_Up)

    assert chosen.args is not None
    assert chosen.args[0].snippet.text == "Of oak, mostly."
    assert field.hasFocus()


def test_a_click_goes_to_a_hit_and_a_heading_is_none(qtbot: QtBot, searched: Desk) -> None:
    type_text(searched, "oak")
    results = searched.sidebar.search_results

    with qtbot.assertNotEmitted(searched.presenter.hit_chosen):
        QTest.mouseClick(
            results.viewport(),
            Qt.MouseButton.LeftButton,
            pos=results.visualRect(results.model().index(2, 0)).center(),
        )
    with qtbot.waitSignal(searched.presenter.hit_chosen) as chosen:
        QTest.mouseClick(
            results.viewport(),
            Qt.MouseButton.LeftButton,
            pos=results.visualRect(results.model().index(4, 0)).center(),
        )

    assert chosen.args is not None
    assert chosen.args[0].title.text == "Oak and birch"


@pytest.mark.parametrize("where", ["field", "results"])
def test_escape_gives_the_list_back(searched: Desk, where: str) -> None:
    type_text(searched, "oak")
    field, results = searched.sidebar.search_field, searched.sidebar.search_results

    QTest.keyClick(field if where == "field" else results, Qt.Key.Key_Escape)

    assert searched.sidebar.search_text == ""
    assert searched.chats.isVisible()
    assert not results.isVisible()
    assert "Bread" in shown_texts(searched.chats)


def test_what_was_opened_from_the_search_is_in_view_when_the_list_is_back(desk: Desk) -> None:
    opened = desk.add("Oak")
    for number in range(60):
        desk.add(f"Chat {number}")
    type_text(desk, "oak")
    desk.sidebar.set_open_conversation(opened)

    desk.sidebar.leave_search()
    QApplication.processEvents()

    assert desk.chats.viewport().rect().contains(desk.chats.visualRect(row_of(desk.chats, "Oak")).center())


def test_escape_in_the_empty_field_is_left_to_the_window(qtbot: QtBot, searched: Desk) -> None:
    with qtbot.assertNotEmitted(searched.sidebar.search_field.left):
        QTest.keyClick(searched.sidebar.search_field, Qt.Key.Key_Escape)


def test_blanks_are_no_search(searched: Desk) -> None:
    type_text(searched, "  ")

    assert searched.chats.isVisible()


def test_a_search_that_found_more_than_it_shows_says_so(desk: Desk) -> None:
    for number in range(25):
        desk.add(f"Oak {number}")

    type_text(desk, "oak")

    assert result_texts(desk)[-1] == "There may be more: type another word."


def test_what_was_found_is_searched_anew_when_the_list_changes(searched: Desk) -> None:
    type_text(searched, "bread")
    assert result_texts(searched) == ["Titles", "Bread"]

    searched.add("Bread and butter")

    assert result_texts(searched) == ["Titles", "Bread and butter", "Bread"]


def test_the_hit_one_is_at_stays_when_the_same_is_searched_anew(searched: Desk) -> None:
    type_text(searched, "oak")
    results = searched.sidebar.search_results
    QTest.keyClick(results, Qt.Key.Key_Down)
    here = "Ships, Answer, Of oak, mostly."
    assert results.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == here

    searched.controller.refresh()
    assert results.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == here

    searched.add("Oak furniture")
    assert "Oak furniture" in result_texts(searched)
    assert results.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == here


def test_a_very_long_search_is_named_in_short_where_nothing_is_found(desk: Desk) -> None:
    desk.sidebar.search_field.setText("word " * 60)

    (remark,) = result_texts(desk)
    assert remark.startswith("No chat contains “word word")
    assert len(remark) < 90


def test_a_new_folder_ends_the_search(searched: Desk) -> None:
    type_text(searched, "oak")

    searched.sidebar.new_folder_requested.emit()

    assert searched.sidebar.search_text == ""
    assert row_of(searched.chats, "New folder").isValid()


def painted(text: str, ranges: list[TextRange], theme: Theme, width: int = 400) -> QImage:
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setFont(Theme.font(TextSize.HINT))
    paint_emphasised(painter, image.rect(), text, ranges, theme, theme.colours.text_second, line_height=20)
    painter.end()
    return image


def marked_columns(image: QImage, theme: Theme) -> set[int]:
    mark = theme.colours.accent_soft.lower()
    return {x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).name() == mark}


def test_hits_have_a_ground_of_their_own_also_behind_an_emoji(theme: Theme) -> None:
    plain = marked_columns(painted("ab oak cd", [], theme), theme)
    marked = marked_columns(painted("ab oak cd", [TextRange(3, 6)], theme), theme)
    all_of_it = marked_columns(painted("🙂🙂🙂 oak", [TextRange(4, 7)], theme), theme)

    assert not plain
    assert len(marked) > 10
    assert abs(len(all_of_it) - len(marked)) <= 2


def test_a_long_snippet_ends_with_an_ellipsis_within_its_lines(theme: Theme) -> None:
    text = "word " * 60
    image = painted(text, [], theme, width=150)

    inked = [y for y in range(image.height()) if any(image.pixel(x, y) != 0xFFFFFFFF for x in range(image.width()))]
    assert max(inked) < 40
    assert max(inked) > 20
