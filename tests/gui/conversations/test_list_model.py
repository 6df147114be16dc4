"""The list of conversations changes row by row, under headings that follow the calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from quantchat.core.chat import ConversationSummary
from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.list_model import ConversationListModel, ConversationRole
from tests.gui.conversations.conftest import HOME, NOON, WORK, entry


def chat(conversation_id: int, title: str = "", **ago: float) -> ConversationSummary:
    return ConversationSummary(
        conversation_id, title or f"Chat {conversation_id}", (NOON - timedelta(**ago)).timestamp()
    )


def texts(model: ConversationListModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: QApplication) -> ConversationListModel:
    model = ConversationListModel(now=lambda: NOON)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model


def test_conversations_stand_newest_first_under_the_day_they_were_used(model: ConversationListModel) -> None:
    model.set_conversations(
        [chat(5, days=30), chat(1, minutes=1), chat(3, hours=13), chat(4, days=7), chat(2, hours=11), chat(6, days=8)]
    )

    assert texts(model) == [
        *("Today", "Chat 1", "Chat 2"),
        *("Yesterday", "Chat 3"),
        *("Previous 7 days", "Chat 4"),
        *("Older", "Chat 6", "Chat 5"),
    ]


def test_a_clock_that_was_ahead_does_not_put_a_conversation_into_the_past(model: ConversationListModel) -> None:
    model.set_conversations([chat(1, days=-2)])

    assert texts(model) == ["Today", "Chat 1"]


def test_at_midnight_today_becomes_yesterday(qapp: QApplication) -> None:
    now = NOON
    model = ConversationListModel(now=lambda: now)
    model.set_conversations([chat(1)])

    now = NOON + timedelta(hours=13)
    model.regroup()

    assert texts(model) == ["Yesterday", "Chat 1"]


def test_a_title_is_shown_in_one_line_and_an_empty_one_has_a_name(model: ConversationListModel) -> None:
    model.set_conversations([chat(1, "Two\n\tlines  here"), ConversationSummary(2, "  ", NOON.timestamp() - 5)])

    assert texts(model) == ["Today", "Two lines here", "New chat"]


def test_markup_in_a_title_is_shown_as_it_is_in_the_tooltip(model: ConversationListModel) -> None:
    model.set_conversations([chat(1, "<img src='x'>")])

    tooltip = str(model.index(1).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;img src=" in tooltip
    assert "<img" not in tooltip


def count_resets(model: ConversationListModel) -> Callable[[], int]:
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    return lambda: len(resets)


def test_an_update_moves_one_row_and_resets_nothing(model: ConversationListModel) -> None:
    model.set_conversations([chat(1), chat(2, minutes=1), chat(3, minutes=2)])
    resets = count_resets(model)
    moved: list[tuple[int, int]] = []
    model.rowsMoved.connect(lambda _parent, first, _last, _to, row: moved.append((first, row)))

    model.set_conversations([chat(3, minutes=-1), chat(1), chat(2, minutes=1)])

    assert texts(model) == ["Today", "Chat 3", "Chat 1", "Chat 2"]
    assert moved == [(3, 1)]
    assert resets() == 0


def test_a_new_title_changes_only_its_row(model: ConversationListModel) -> None:
    model.set_conversations([chat(1), chat(2, minutes=1)])
    changed: list[int] = []
    model.dataChanged.connect(lambda top_left, *_rest: changed.append(top_left.row()))

    model.set_conversations([chat(1), chat(2, "Dates in Python", minutes=1)])

    assert texts(model) == ["Today", "Chat 1", "Dates in Python"]
    assert changed == [2]


def test_a_selected_conversation_stays_selected_when_it_moves_to_another_day(model: ConversationListModel) -> None:
    model.set_conversations([chat(1), chat(2, days=1)])
    selection = QItemSelectionModel(model)
    selection.select(model.index_of(2), QItemSelectionModel.SelectionFlag.Select)

    model.set_conversations([chat(2, minutes=-1), chat(1)])

    assert texts(model) == ["Today", "Chat 2", "Chat 1"]
    assert [index.data() for index in selection.selectedIndexes()] == ["Chat 2"]


def test_a_heading_goes_with_its_last_conversation(model: ConversationListModel) -> None:
    model.set_conversations([chat(1), chat(2, days=1)])

    model.set_conversations([chat(1)])

    assert texts(model) == ["Today", "Chat 1"]


def test_the_answering_mark_is_on_the_conversation_even_after_it_moved(model: ConversationListModel) -> None:
    model.set_conversations([chat(1), chat(2, minutes=1)])
    model.set_answering(frozenset({2}))
    model.set_conversations([chat(2, minutes=-1), chat(1)])

    assert model.index_of(2).data(ConversationRole.ANSWERING) is True
    assert model.index_of(1).data(ConversationRole.ANSWERING) is False

    model.set_answering(frozenset())
    assert model.index_of(2).data(ConversationRole.ANSWERING) is False


def test_a_conversation_that_is_not_there_has_no_place(model: ConversationListModel) -> None:
    model.set_conversations([chat(1)])

    assert not model.index_of(7).isValid()
    assert not model.index_of(None).isValid()


CHATS = st.lists(
    st.builds(lambda number, hours: chat(number, hours=hours), st.integers(1, 12), st.integers(0, 400)),
    unique_by=lambda summary: summary.id,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(states=st.lists(CHATS, max_size=4))
def test_whatever_was_shown_before_the_rows_are_those_of_the_new_list(
    qapp: QApplication, states: list[list[ConversationSummary]]
) -> None:
    walked = ConversationListModel(now=lambda: NOON)
    for state in states:
        walked.set_conversations(state)
        fresh = ConversationListModel(now=lambda: NOON)
        fresh.set_conversations(state)
        assert texts(walked) == texts(fresh)


def entries(draw: st.DrawFn) -> list[ConversationEntry]:
    numbers = draw(st.lists(st.integers(1, 14), unique=True, max_size=14))
    return [
        ConversationEntry(
            number,
            f"Chat {number}",
            (NOON - timedelta(hours=draw(st.integers(0, 400)))).timestamp(),
            draw(st.booleans()),
            draw(st.sampled_from((None, 1, 2))),
            draw(st.booleans()),
        )
        for number in numbers
    ]


STATES = st.tuples(
    st.composite(entries)(),
    st.lists(st.sampled_from((WORK, HOME)), unique=True).map(tuple),
    st.sampled_from((None, 1, 2)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(states=st.lists(STATES, min_size=1, max_size=4))
def test_in_folders_or_not_the_rows_are_those_of_the_new_list_and_what_is_held_stays_held(
    qapp: QApplication, states: list[tuple[list[ConversationEntry], tuple[Folder, ...], int | None]]
) -> None:
    walked = ConversationListModel(now=lambda: NOON)
    QAbstractItemModelTester(walked, QAbstractItemModelTester.FailureReportingMode.Warning, walked)
    held: list[tuple[QPersistentModelIndex, object]] = []
    folded: set[int] = set()
    for chats, folders, turned in states:
        walked.set_conversations(chats, folders)
        if turned is not None:
            folded ^= {turned}
            walked.set_folded(turned, is_folded=turned in folded)
        fresh = ConversationListModel(now=lambda: NOON)
        for folder_id in folded:
            fresh.set_folded(folder_id, is_folded=True)
        fresh.set_conversations(chats, folders)
        assert texts(walked) == texts(fresh)
        assert [index.data() for index, _ in held if index.isValid()] == [text for at, text in held if at.isValid()]
        held = [(QPersistentModelIndex(walked.index(row)), text) for row, text in enumerate(texts(walked))]


def test_pinned_conversations_stand_first_then_folders_then_days(model: ConversationListModel) -> None:
    model.set_conversations(
        [entry(1), entry(2, folder=HOME.id), entry(3, pinned=True, folder=WORK.id), entry(4, folder=WORK.id), entry(5)],
        (WORK, HOME),
    )

    assert texts(model) == [
        *("Pinned", "Chat 3"),
        *("Work", "Chat 4"),
        *("Home", "Chat 2"),
        *("Today", "Chat 1", "Chat 5"),
    ]


def test_a_folded_folder_hides_its_conversations_and_still_counts_them(model: ConversationListModel) -> None:
    model.set_conversations([entry(1), entry(2, folder=WORK.id), entry(3, folder=WORK.id)], (WORK,))

    model.set_folded(WORK.id, is_folded=True)
    assert texts(model) == ["Work", "Today", "Chat 1"]
    heading = model.index_of_folder(WORK.id)
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Work, folder, chats inside: 2, folded"

    model.set_conversations([entry(1), entry(2, folder=WORK.id)], (WORK,))
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Work, folder, chats inside: 1, folded"

    model.set_folded(WORK.id, is_folded=False)
    assert texts(model) == ["Work", "Chat 2", "Today", "Chat 1"]


def test_an_empty_folder_has_its_heading(model: ConversationListModel) -> None:
    model.set_conversations([], (WORK,))

    assert texts(model) == ["Work"]


def test_a_conversation_whose_folder_is_gone_stands_under_its_day(model: ConversationListModel) -> None:
    model.set_conversations([entry(1, folder=7)], ())

    assert texts(model) == ["Today", "Chat 1"]


def test_marks_are_told_in_words(model: ConversationListModel) -> None:
    model.set_conversations([entry(1, draft=True), entry(2)])
    model.set_answering(frozenset({1}))

    spoken = model.index_of(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Chat 1, has a draft, is being answered"
    assert spoken in str(model.index_of(1).data(Qt.ItemDataRole.ToolTipRole))
    assert model.index_of(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Chat 2"


def test_a_draft_changes_only_its_row(model: ConversationListModel) -> None:
    model.set_conversations([entry(1), entry(2)])
    changed: list[int] = []
    model.dataChanged.connect(lambda top_left, *_rest: changed.append(top_left.row()))

    model.set_conversations([entry(1), entry(2, draft=True)])

    assert changed == [2]


def test_one_message_in_ten_thousand_conversations_is_one_move(model: ConversationListModel) -> None:
    many = [entry(number) for number in range(1, 10_001)]
    model.set_conversations(many)
    told: list[str] = []
    model.rowsMoved.connect(lambda *_: told.append("moved"))
    model.layoutChanged.connect(lambda *_: told.append("laid out"))
    model.rowsInserted.connect(lambda *_: told.append("inserted"))
    model.rowsRemoved.connect(lambda *_: told.append("removed"))

    many[8_000] = replace(many[8_000], updated_at=NOON.timestamp())
    model.set_conversations(many)

    assert told == ["moved"]
    assert model.index(1).data() == many[8_000].title
    assert model.rowCount() == 10_001
