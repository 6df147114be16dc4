"""An assistant may want a model; one that is not here is told and changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from quantchat.core.assistants import Assistant
from quantchat.core.conversation import ConversationSettings
from quantchat.library.models import LocalModel, ModelSource
from quantchat.wording import NO_WORDS, worded
from tests.gui.chat_settings.conftest import Person
from tests.gui.visible_text import visible_texts

HERE = LocalModel(Path("/models/small.gguf"), "Small 1B", "Q4_K_M", 1, 1, 2048, ModelSource.FOLDER, NO_WORDS)
BROKEN = replace(HERE, path=Path("/models/broken.gguf"), problem=worded("The file is damaged."))


def with_assistant(person: Person, model_path: str) -> None:
    assert person.assistants.create(Assistant("", "Mine", "Prompt.", model_path)) is not None
    person.presenter.show_models((HERE, BROKEN))


def told(person: Person, beginning: str) -> bool:
    return any(text.startswith(beginning) for text in visible_texts(person.panel))


def test_an_assistant_with_a_model_asks_for_it(qtbot: QtBot, person: Person) -> None:
    with_assistant(person, str(HERE.path))
    person.choose("Assistant", "Mine")
    qtbot.waitUntil(lambda: person.models_wanted == [HERE.path])
    assert person.told[-1][1].system_prompt == "Prompt."


def test_a_model_is_asked_for_at_once_when_the_panel_is_closed_and_not_when_it_is_only_passed(person: Person) -> None:
    with_assistant(person, str(HERE.path))
    person.assistants.create(Assistant("", "Next"))
    person.choose("Assistant", "Next")
    person.panel.close_panel()
    assert person.models_wanted == []
    person.panel.open_panel()
    person.choose("Assistant", "Mine")
    person.panel.close_panel()
    assert person.models_wanted == [HERE.path]


def test_a_model_that_is_gone_is_told_and_the_one_in_use_stays(qtbot: QtBot, person: Person) -> None:
    with_assistant(person, "/models/gone.gguf")
    person.choose("Assistant", "Mine")
    qtbot.waitUntil(lambda: told(person, "The model of this assistant is not on this computer"))
    assert person.models_wanted == []
    assert person.told[-1][1].system_prompt == "Prompt."


def test_a_missing_model_does_not_take_the_undo_of_an_own_prompt_away(qtbot: QtBot, person: Person) -> None:
    with_assistant(person, "/models/gone.gguf")
    person.enter("System prompt", "My own")
    person.choose("Assistant", "Mine")
    qtbot.waitUntil(lambda: told(person, "The model of this assistant is not on this computer"))
    person.press("Undo")
    assert person.told[-1][1].system_prompt == "My own"
    assert not told(person, "The model of this assistant")


def test_a_model_that_is_wanted_during_an_answer_comes_after_it(qtbot: QtBot, person: Person) -> None:
    with_assistant(person, str(HERE.path))
    person.presenter.set_answering(1)
    person.choose("Assistant", "Mine")
    qtbot.waitUntil(lambda: told(person, "The model of this assistant is loaded when the answer is done."))
    assert person.models_wanted == []
    person.presenter.set_answering(None)
    assert person.models_wanted == [HERE.path]
    assert not told(person, "The model of this assistant")
    person.presenter.set_answering(1)
    person.presenter.set_answering(None)
    assert person.models_wanted == [HERE.path]


def test_a_model_that_waits_is_forgotten_with_another_assistant_or_another_chat(qtbot: QtBot, person: Person) -> None:
    with_assistant(person, str(HERE.path))
    ways: tuple[Callable[[], None], ...] = (
        lambda: person.choose("Assistant", "Plain"),
        lambda: person.open_chat(2, ConversationSettings()),
    )
    for leave in ways:
        person.presenter.set_answering(1)
        person.choose("Assistant", "Mine")
        qtbot.waitUntil(lambda: told(person, "The model of this assistant is loaded when the answer is done."))
        leave()
        person.presenter.set_answering(None)
    assert person.models_wanted == []


def test_only_models_that_can_be_used_are_offered_and_one_that_is_gone_is_named(person: Person) -> None:
    with_assistant(person, "/models/gone.gguf")
    person.open_manager()
    person.dialog.choose(person.own[0].id)
    assert person.shown("Model", person.dialog) == "gone.gguf (not found)"
    person.choose("Model", "Small 1B Q4_K_M", person.dialog)
    assert person.own[0].model_path == str(HERE.path)
    person.choose("Model", "The one in use", person.dialog)
    assert person.own[0].model_path == ""
