"""A repository that is looked up: its card or a sentence, never silence, and nothing of an earlier question."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from quantchat.advice.shelf_values import ModelCard
from quantchat.errors import KnownError
from quantchat.gui.feed import Feed
from quantchat.gui.hub_controller import HubController
from quantchat.library.hub.token import AccessToken
from quantchat.settings import resources_folder
from tests.library.hub.loopback_hub import LoopbackHub, hub_file

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
REPOSITORY = "somebody/Tiny-Chat-GGUF"
WAIT_MS = 30_000


@dataclass
class Bench:
    """A controller in front of a hub on loopback, and what it told."""

    hub: HubController
    qtbot: QtBot
    cards: list[ModelCard] = field(default_factory=list)
    errors: list[KnownError] = field(default_factory=list)

    def look_up(self, pasted: str) -> None:
        self.hub.look_up(pasted)
        self.qtbot.waitUntil(lambda: bool(self.cards or self.errors), timeout=WAIT_MS)


def bench_of(hub: HubController, qtbot: QtBot) -> Bench:
    bench = Bench(hub, qtbot)
    hub.repository_listed.connect(bench.cards.append)
    hub.failed.connect(bench.errors.append)
    return bench


@pytest.fixture
def loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    hub_file(tmp_path / "hub", REPOSITORY, "Tiny-Chat-Q4_1.gguf", STARTER.read_bytes())
    with LoopbackHub(tmp_path / "hub") as hub:
        hub.use(monkeypatch)
        yield hub


@pytest.fixture
def bench(qtbot: QtBot, loopback: LoopbackHub) -> Iterator[Bench]:
    hub = HubController(Feed(), lambda: None)
    yield bench_of(hub, qtbot)
    hub.close()


def test_a_repository_becomes_a_card_with_its_files(bench: Bench) -> None:
    bench.look_up(f"https://huggingface.co/{REPOSITORY}")
    (card,) = bench.cards
    assert card.key == f"hub:{REPOSITORY}"
    assert card.quantizations == ("Q4_1",)
    file = card.hub_file("Q4_1")
    assert file is not None
    assert [part.size_bytes for part in file.parts] == [STARTER.stat().st_size]
    assert card.strengths.startswith(REPOSITORY)


def test_a_repository_without_a_model_file_is_told_with_what_to_look_for(bench: Bench, tmp_path: Path) -> None:
    hub_file(tmp_path / "hub", "somebody/papers", "README.md", b"no model")
    bench.look_up("somebody/papers")
    assert not bench.cards
    assert "GGUF" in bench.errors[0].text


def test_what_is_no_repository_is_told_without_going_on_the_network(bench: Bench, loopback: LoopbackHub) -> None:
    bench.look_up("what is this?")
    assert bench.errors[0].text
    assert not loopback.requests


def test_the_answer_to_a_question_that_was_given_up_is_not_told(bench: Bench) -> None:
    bench.hub.look_up(REPOSITORY)
    bench.hub.look_up("nobody/nothing")
    bench.qtbot.waitUntil(lambda: bool(bench.errors or bench.cards), timeout=WAIT_MS)
    assert not bench.cards
    assert "nobody/nothing" in bench.errors[0].sentence


def test_a_bug_while_looking_goes_to_the_log_and_is_told_as_a_sentence(
    qtbot: QtBot, loopback: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[type[BaseException]] = []
    monkeypatch.setattr("threading.excepthook", lambda args: logged.append(args.exc_type))

    def token() -> AccessToken | None:
        raise ZeroDivisionError

    hub = HubController(Feed(), token)
    bench = bench_of(hub, qtbot)
    bench.look_up(REPOSITORY)
    hub.close()
    assert bench.errors[0].sentence.endswith("because of an error in QuantChat itself.")
    assert logged == [ZeroDivisionError]
