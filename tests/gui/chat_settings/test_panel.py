"""How a chat is answered is told at once, is never told for another chat, and what is impossible is refused."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from quantchat.core.assistants import BUILT_IN
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.gui.theme import DARK, Theme
from tests.gui.chat_settings.conftest import Person
from tests.gui.visible_text import visible_texts

WRITER = next(assistant for assistant in BUILT_IN if assistant.name == "Writer")
CODER = next(assistant for assistant in BUILT_IN if assistant.name == "Coder")


def test_at_first_only_assistant_prompt_and_temperature_are_shown(person: Person) -> None:
    shown = visible_texts(person.panel)
    assert {"Assistant", "System prompt", "Temperature", "More settings"} <= set(shown)
    assert not {"Top-p", "Seed", "Stop texts", "Form of the answer"} & set(shown)
    person.press("More settings")
    titles = {row.title for row in person.panel.form.rows}
    assert titles <= set(visible_texts(person.panel))
    assert len(titles) == 12
    person.press("Fewer settings")
    assert "Top-p" not in visible_texts(person.panel)


def test_a_value_that_is_not_set_says_whose_it_is(person: Person) -> None:
    person.press("More settings")
    assert person.shown("Temperature") == "0.7 (usual)"
    assert person.shown("Seed") == "Random (usual)"
    assert person.shown("Longest answer, tokens") == "No limit (usual)"
    person.presenter.show_sources(SamplingChoice(temperature=0.6, top_k=20), NOTHING_CHOSEN)
    assert person.shown("Temperature") == "0.6 (recommended by the model)"
    assert person.shown("Top-k") == "20 (recommended by the model)"
    assert "0.6 (recommended by the model)" in person.control("Temperature").accessibleDescription()


def test_what_the_person_chose_for_all_chats_goes_before_the_recommendation(person: Person) -> None:
    person.presenter.show_sources(SamplingChoice(temperature=0.6), SamplingChoice(temperature=0.2, max_tokens=512))
    person.press("More settings")
    assert person.shown("Temperature") == "0.2 (usual)"
    assert person.shown("Longest answer, tokens") == "512 (usual)"


def test_a_number_that_is_entered_is_told_and_reset_leaves_it_to_the_model_again(person: Person) -> None:
    person.enter("Temperature", "0,25")
    assert person.told == [(1, ConversationSettings(sampling=SamplingChoice(temperature=0.25)))]
    person.press("Reset: Temperature")
    assert person.told[1:] == [(1, ConversationSettings())]
    assert person.shown("Temperature") == "0.7 (usual)"
    assert not person.row("Temperature").is_set


def test_arrow_keys_step_from_what_counts_and_stop_at_what_is_possible(qtbot: QtBot, person: Person) -> None:
    field = person.control("Temperature")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert person.shown("Temperature") == "0.8"
    for _ in range(10):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert person.shown("Temperature") == "0"
    qtbot.waitUntil(lambda: bool(person.told))
    assert person.told[-1][1].sampling == SamplingChoice(temperature=0)


def test_what_is_typed_is_told_once_after_a_pause(qtbot: QtBot, person: Person) -> None:
    person.write("System prompt", "Be brief.")
    assert person.told == []
    qtbot.waitUntil(lambda: bool(person.told))
    assert person.told == [(1, ConversationSettings("Be brief."))]


def test_what_is_typed_is_told_when_the_field_is_left_and_when_the_panel_is_closed(person: Person) -> None:
    person.enter("System prompt", "One")
    assert [settings.system_prompt for _, settings in person.told] == ["One"]
    person.write("System prompt", "Two")
    QTest.keyClick(person.control("System prompt"), Qt.Key.Key_Escape)
    assert [settings.system_prompt for _, settings in person.told] == ["One", "Two"]
    assert not person.panel.isVisible()


def test_what_is_typed_is_told_when_the_window_closes(person: Person) -> None:
    person.write("System prompt", "Last words")
    person.window.close()
    assert person.told == [(1, ConversationSettings("Last words"))]


def test_what_came_into_a_field_without_the_keyboard_is_told_when_the_panel_is_hidden(person: Person) -> None:
    person.control("Temperature").setFocus()
    person.panel.prompt.insertPlainText("Dropped")
    person.panel.hide()
    assert person.told == [(1, ConversationSettings("Dropped"))]


def test_what_is_typed_for_a_chat_is_told_for_that_chat_although_another_is_opened(person: Person) -> None:
    person.write("System prompt", "For the first")
    person.open_chat(2, ConversationSettings("Of the second"))
    assert person.told == [(1, ConversationSettings("For the first"))]
    assert person.shown("System prompt") == "Of the second"
    person.open_chat(None, ConversationSettings())
    person.enter("Temperature", "1")
    assert person.told[1:] == [(None, ConversationSettings(sampling=SamplingChoice(temperature=1)))]


def test_a_new_chat_keeps_its_settings_when_it_is_stored(person: Person) -> None:
    person.open_chat(None, ConversationSettings())
    person.enter("System prompt", "Be brief.")
    person.presenter.set_chat(7)
    person.enter("Temperature", "1")
    assert person.told == [
        (None, ConversationSettings("Be brief.")),
        (7, ConversationSettings("Be brief.", sampling=SamplingChoice(temperature=1))),
    ]


def test_showing_settings_tells_nothing_whatever_characters_they_have(person: Person) -> None:
    strange = ConversationSettings("a\r\nb\u2028c\u2029d\ttab ", "gone", SamplingChoice(stop=("\n", "\t\\n"), seed=0))
    person.open_chat(3, strange)
    person.panel.flush()
    person.panel.close_panel()
    assert person.told == []


def test_values_that_are_not_touched_stay_exactly_as_they_are(person: Person) -> None:
    exact = SamplingChoice(temperature=0.123456789, top_p=1 / 3, stop=(), grammar="", json_schema="")
    person.open_chat(3, ConversationSettings(sampling=exact))
    person.panel.form.unfold(True)
    person.panel.flush()
    assert person.told == []
    person.enter("Seed", "5")
    assert person.told == [(3, ConversationSettings(sampling=replace(exact, seed=5)))]


def test_another_recommendation_does_not_disturb_what_is_being_typed(person: Person) -> None:
    person.write("System prompt", "half a sent")
    person.presenter.show_sources(SamplingChoice(temperature=0.6), NOTHING_CHOSEN)
    QTest.keyClicks(person.control("System prompt"), "ence")
    assert person.shown("System prompt") == "half a sentence"


def test_an_impossible_number_is_refused_in_place_and_the_one_before_counts(person: Person) -> None:
    person.enter("Temperature", "0.5")
    person.enter("Temperature", "9")
    assert person.row("Temperature").problem == "The temperature must be a number from 0 to 5."
    assert "The temperature must be a number from 0 to 5." in visible_texts(person.panel)
    assert person.told[-1][1].sampling.temperature == 0.5
    person.enter("Temperature", "0.6")
    assert person.row("Temperature").problem == ""
    assert person.told[-1][1].sampling.temperature == 0.6


def test_an_impossible_number_takes_no_other_value_along(person: Person) -> None:
    person.press("More settings")
    person.enter("Top-p", "2")
    person.enter("Seed", "42")
    assert person.told == [(1, ConversationSettings(sampling=SamplingChoice(seed=42)))]


def test_stop_texts_are_one_in_each_line(person: Person) -> None:
    person.press("More settings")
    person.enter("Stop texts", "User:\n\\n\\n")
    assert person.told[-1][1].sampling == SamplingChoice(stop=("User:", "\n\n"))
    person.enter("Stop texts", "\n".join("abcdefghijklmnopq"))
    assert person.row("Stop texts").problem == "An answer can have at most 16 stop texts."
    person.press("Reset: Stop texts")
    assert person.told[-1][1].sampling == NOTHING_CHOSEN


def test_a_wrong_schema_is_refused_with_its_line_and_a_right_one_is_told(person: Person) -> None:
    person.press("More settings")
    person.choose("Form of the answer", "JSON by a schema")
    assert person.told == []
    person.enter("JSON by a schema", '{"type":\n"objct"')
    row = person.row("Form of the answer")
    assert row.problem.startswith("The JSON schema is not valid JSON (line 2).")
    assert row.problem.endswith("Until then answers are made as before.")
    assert person.told == []
    schema = '{"type": "boolean"}'
    person.enter("JSON by a schema", schema)
    assert row.problem == ""
    assert "The next answer follows this schema." in visible_texts(person.panel)
    assert person.told == [(1, ConversationSettings(sampling=SamplingChoice(json_schema=schema)))]


def test_a_grammar_takes_the_place_of_a_schema_and_free_of_both_without_losing_their_texts(person: Person) -> None:
    person.press("More settings")
    person.choose("Form of the answer", "JSON by a schema")
    person.enter("JSON by a schema", "{}")
    person.choose("Form of the answer", "By a grammar (GBNF)")
    person.enter("By a grammar (GBNF)", 'root ::= "a" |\nroot2')
    assert "Line 2" in person.row("Form of the answer").problem
    person.enter("By a grammar (GBNF)", 'root ::= "a"')
    assert person.told[-1][1].sampling == SamplingChoice(grammar='root ::= "a"')
    person.choose("Form of the answer", "Free")
    assert person.told[-1][1].sampling == NOTHING_CHOSEN
    person.choose("Form of the answer", "JSON by a schema")
    assert person.shown("JSON by a schema") == "{}"


def test_what_is_set_below_the_fold_is_counted_on_it(person: Person) -> None:
    person.open_chat(2, ConversationSettings(sampling=SamplingChoice(temperature=1, seed=3, stop=("x",))))
    assert any(text.startswith("More settings (2") for text in visible_texts(person.panel))


def test_choosing_an_assistant_takes_over_its_prompt_and_values(person: Person) -> None:
    person.choose("Assistant", "Writer")
    assert person.told == [(1, ConversationSettings(WRITER.system_prompt, WRITER.id, WRITER.sampling))]
    assert person.shown("System prompt") == WRITER.system_prompt
    assert person.button.label == "Writer"
    person.choose("Assistant", "Plain")
    assert person.told[-1] == (1, ConversationSettings())


def test_an_own_prompt_that_an_assistant_replaces_comes_back(person: Person) -> None:
    person.enter("System prompt", "My long own prompt")
    person.choose("Assistant", "Writer")
    assert "“Writer” took the place of your own prompt and values." in visible_texts(person.panel)
    person.choose("Assistant", "Tutor")
    assert "“Tutor” took the place of your own prompt and values." in visible_texts(person.panel)
    person.press("Undo")
    assert person.told[-1] == (1, ConversationSettings("My long own prompt"))
    assert person.shown("System prompt") == "My long own prompt"
    assert "Undo" not in visible_texts(person.panel)


def test_an_assistant_that_replaces_an_unchanged_one_needs_no_undo(person: Person) -> None:
    person.choose("Assistant", "Writer")
    person.choose("Assistant", "Coder")
    assert "Undo" not in visible_texts(person.panel)


def test_settings_that_differ_from_their_assistant_are_called_changed(person: Person) -> None:
    person.open_chat(2, ConversationSettings(CODER.system_prompt, CODER.id, CODER.sampling))
    assert person.button.label == "Coder"
    person.enter("Temperature", "1")
    assert person.button.label == "Coder, changed"
    assert person.button.accessibleName() == "Assistant: Coder, changed"
    assert any(text.startswith("Changed in this chat only") for text in visible_texts(person.panel))


def test_settings_are_saved_as_an_assistant_which_the_chat_then_has(person: Person) -> None:
    person.enter("System prompt", "Write letters.")
    person.enter("Temperature", "0.4")
    person.press("Save as assistant…")
    person.write("Name of the assistant", "Letters")
    QTest.keyClick(person.control("Name of the assistant"), Qt.Key.Key_Return)
    (saved,) = person.own
    assert (saved.name, saved.system_prompt, saved.sampling.temperature) == ("Letters", "Write letters.", 0.4)
    assert person.told[-1] == (1, ConversationSettings("Write letters.", saved.id, SamplingChoice(temperature=0.4)))
    assert person.shown("Assistant") == person.button.label == "Letters"


def test_saving_under_a_name_that_is_there_says_so_before_and_replaces_it(person: Person) -> None:
    person.choose("Assistant", "Writer")
    person.enter("System prompt", "Write poems.")
    person.press("Save as assistant…")
    assert person.shown("Name of the assistant") == "Writer"
    assert any(text.startswith("There is a “Writer” already") for text in visible_texts(person.panel))
    person.press("Replace")
    assert [(kept.id, kept.system_prompt) for kept in person.own] == [(WRITER.id, "Write poems.")]
    assert person.button.label == "Writer"


def test_plain_cannot_be_replaced_and_escape_gives_up_saving_but_not_the_panel(person: Person) -> None:
    person.press("Save as assistant…")
    person.write("Name of the assistant", "plain")
    assert "“Plain” stays as it is. Choose another name." in visible_texts(person.panel)
    QTest.keyClick(person.control("Name of the assistant"), Qt.Key.Key_Return)
    QTest.keyClick(person.control("Name of the assistant"), Qt.Key.Key_Escape)
    assert "“Plain” stays as it is. Choose another name." not in visible_texts(person.panel)
    assert person.panel.isVisible()
    assert person.own == ()


def test_an_assistant_that_is_deleted_leaves_the_chat_its_prompt(person: Person) -> None:
    person.enter("System prompt", "Write letters.")
    person.press("Save as assistant…")
    person.write("Name of the assistant", "Letters")
    person.press("Save")
    person.assistants.remove(person.own[0].id)
    person.dialog.close()
    assert person.shown("System prompt") == "Write letters."
    assert person.button.label == "Plain, changed"


def test_the_button_opens_and_closes_the_panel_and_gets_the_keyboard_back(person: Person) -> None:
    person.panel.close_panel()
    assert person.window.focusWidget() is person.button
    person.press("Assistant: Plain")
    assert person.panel.isVisible()
    assert person.window.focusWidget() is person.control("Assistant")
    person.press("Assistant: Plain")
    assert not person.panel.isVisible()
    assert person.window.focusWidget() is person.button


def test_whoever_opens_the_panel_with_a_click_writes_on_where_they_were_when_it_is_closed(person: Person) -> None:
    person.panel.close_panel()
    field = QLineEdit(person.window)
    field.show()
    field.setFocus()
    QTest.mouseClick(person.button, Qt.MouseButton.LeftButton)
    assert person.window.focusWidget() is person.control("Assistant")
    person.press("Close the chat settings")
    assert person.window.focusWidget() is field


def test_everything_is_reached_by_tab_and_has_a_name_and_a_role(person: Person) -> None:
    person.press("More settings")
    person.panel.open_panel()
    reached = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in reached:
            break
        reached.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    names = [widget.accessibleName() for widget in reached]
    assert all(names)
    titles = [row.title for row in person.panel.form.rows]
    assert [name for name in names if name in titles] == titles
    assert {"Assistant", "Save as assistant…", "Manage assistants…", "System prompt", "Fewer settings"} <= set(names)
    roles = {QAccessible.queryAccessibleInterface(widget).role() for widget in reached}
    assert roles <= {QAccessible.Role.ComboBox, QAccessible.Role.EditableText, QAccessible.Role.Button}


def test_the_panel_follows_the_theme(person: Person, theme: Theme) -> None:
    theme.force(dark=True)
    assert person.panel.grab().toImage().pixelColor(8, 8).name().upper() == DARK.background


def test_a_line_from_right_to_left_begins_at_the_right(person: Person) -> None:
    person.open_chat(2, ConversationSettings("ענה בקצרה"))
    box = person.panel.prompt
    cursor = box.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    assert box.cursorRect(cursor).x() > box.viewport().width() / 2
