"""Panel and window in a language where every string is marked and longer: none is forgotten, none is cut."""

import pytest
from pytestqt.qtbot import QtBot

from quantchat.core.assistants import BUILT_IN, Assistant
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.chat_settings.assistants_dialog import LEAST_HEIGHT, LEAST_WIDTH
from quantchat.gui.chat_settings.number_row import NumberRow
from tests.gui.chat_settings.conftest import Person
from tests.gui.pseudo_language import cut_texts, unmarked_texts

EXAMPLES = ('root ::= "yes" | "no"', '{"type": "object",\n "properties": {"name": {"type": "string"}},\n "required"')
OWN = "Letters"


@pytest.mark.usefixtures("pseudo")
def test_the_panel_is_translated_and_whole(qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue("person")
    prompt = BUILT_IN[1].system_prompt
    person.open_chat(2, ConversationSettings(prompt, BUILT_IN[1].id, SamplingChoice(temperature=1, seed=3)))
    person.panel.form.rows[0].empty()
    person.panel.form.unfold(True)
    for row in person.panel.form.rows:
        if isinstance(row, NumberRow):
            row.field.put("much")
    person.panel.flush()
    assert person.panel.form.rows[0].problem.startswith("⟦")
    person.window.resize(400, 2600)
    qtbot.waitUntil(lambda: person.window.height() == 2600)
    data = (person.button.accessibleDescription(), *EXAMPLES)
    assert unmarked_texts(person.window, data) == []
    assert cut_texts(person.window) == []
    person.panel.form.unfold(False)
    assert unmarked_texts(person.window, data) == []


@pytest.mark.usefixtures("pseudo")
def test_the_window_is_translated_and_whole_however_small(qtbot: QtBot, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue("person")
    created = person.assistants.create(Assistant("", OWN, "Write letters.", "/models/gone.gguf"))
    assert created is not None
    person.presenter.open_manager()
    person.dialog.resize(LEAST_WIDTH, LEAST_HEIGHT)
    for assistant_id in ("plain", "writer", created.id):
        person.dialog.choose(assistant_id)
        assert unmarked_texts(person.dialog, (OWN, "gone.gguf", *EXAMPLES)) == []
        qtbot.waitUntil(lambda: cut_texts(person.dialog) == [])
    person.dialog.editor.name_field.setText("")
    person.dialog.flush()
    assert person.dialog.editor.problem.startswith("⟦")
    assert unmarked_texts(person.dialog, (OWN, "gone.gguf", *EXAMPLES)) == []
    person.assistants.remove(created.id)
    assert unmarked_texts(person.dialog, (OWN, "gone.gguf", *EXAMPLES)) == []
