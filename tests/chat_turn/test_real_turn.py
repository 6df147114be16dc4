"""Turns with the real engine child and the starter model: whole, stopped, and killed at either end."""

import ast
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from quantchat.chat_turn.turns import Answerer, ChatTurns
from quantchat.core.chat import Message, MessageStatus, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import EngineClient
from quantchat.settings import resources_folder
from quantchat.store.conversations import ConversationStore
from tests.fakes import RecordingListener

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
CHECKOUT = Path(__file__).parents[2]
ANSWERER = Answerer("SmolLM2 135M Instruct", "Q4_1")
SAMPLING = Sampling(seed=3)
LONG_TASK = "Write a very long story about a ship in a storm."
KILLED_SECONDS_LATER = 0.5
"""How old text must be when the program is killed for the test to insist on it."""


@pytest.fixture
def store(path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore.open(path).store
    yield store
    store.close()


@pytest.fixture
def turns(store: ConversationStore, listener: RecordingListener) -> Iterator[ChatTurns]:
    """Turns with a real engine, whose model is still loading: a question waits for it."""
    real_turns: ChatTurns
    client = EngineClient(lambda event: real_turns.take_event(event))
    real_turns = ChatTurns(store, client, listener)
    client.load(LoadPlan(str(STARTER), context_length=1024))
    yield real_turns
    client.close()
    real_turns.close()


def ask(turns: ChatTurns, text: str) -> Message:
    return turns.ask(None, None, text, ANSWERER, SAMPLING).answer


def engines() -> list[psutil.Process]:
    """Engine children of this process."""
    return [child for child in psutil.Process().children() if "quantchat.engine.child" in child.cmdline()]


def wait_for_text(listener: RecordingListener, pieces: int) -> None:
    """Wait until an answer has grown by some pieces."""
    listener.wait_until(lambda told: sum(line.startswith("text ") for line in told) >= pieces, f"{pieces} pieces")


def text_told(listener: RecordingListener, answer: Message) -> str:
    start = f"text {answer.id} "
    return "".join(line.removeprefix(start) for line in listener.told if line.startswith(start))


def test_a_whole_turn_is_stored_with_what_was_measured(
    turns: ChatTurns, store: ConversationStore, listener: RecordingListener
) -> None:
    answer = ask(turns, "What is the capital of France? Answer with one word.")
    listener.wait_for(f"ended {answer.id}")
    stored = store.message(answer.id)
    assert stored == listener.ended[0]
    assert stored.status is MessageStatus.COMPLETE
    assert "Paris" in stored.content
    assert stored.content == text_told(listener, answer)
    assert stored.figures is not None
    assert stored.figures.answer_tokens > 0
    assert stored.figures.time_to_first_token_ms > 0
    assert stored.figures.seed == 3


def test_a_stopped_answer_keeps_what_was_written(
    turns: ChatTurns, store: ConversationStore, listener: RecordingListener
) -> None:
    answer = ask(turns, LONG_TASK)
    wait_for_text(listener, 3)
    turns.stop()
    listener.wait_for(f"ended {answer.id}")
    stored = store.message(answer.id)
    assert (stored.status, stored.error) == (MessageStatus.STOPPED, "")
    assert stored.content == text_told(listener, answer) != ""
    assert stored.figures is not None
    assert stored.figures.answer_tokens > 0


def test_a_killed_engine_costs_no_text_and_the_next_question_starts_it_anew(
    turns: ChatTurns, store: ConversationStore, listener: RecordingListener
) -> None:
    answer = ask(turns, LONG_TASK)
    wait_for_text(listener, 3)
    (engine,) = engines()
    engine.send_signal(signal.SIGKILL)
    listener.wait_for(f"ended {answer.id}")

    stored = store.message(answer.id)
    assert stored.status is MessageStatus.INTERRUPTED
    assert stored.content == text_told(listener, answer) != ""
    assert "ended the engine" in stored.error
    assert stored.figures is None

    again = turns.regenerate(stored, ANSWERER, SAMPLING)
    listener.wait_until(lambda told: any(line.startswith(f"text {again.id} ") for line in told), "text again")
    assert [child.pid for child in engines()] != [engine.pid]
    turns.stop()
    listener.wait_for(f"ended {again.id}")
    assert store.message(again.id).status is MessageStatus.STOPPED


PROGRAM = """
import sys, time
from pathlib import Path
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import EngineClient
from quantchat.chat_turn.turns import Answerer, ChatTurns
from quantchat.core.chat import Sampling
from quantchat.store.conversations import ConversationStore

class Printer:
    def prompt_progressed(self, message_id, done_tokens, total_tokens): ...
    def turns_dropped(self, message_id, count): ...
    def answer_ended(self, message): ...
    def storage_failed(self, error): ...
    def storage_recovered(self): ...
    def text_arrived(self, message_id, delta):
        print(time.monotonic(), repr(delta.answer), flush=True)

database, model, question = sys.argv[1:]
client = EngineClient(lambda event: turns.take_event(event))
turns = ChatTurns(ConversationStore.open(Path(database)).store, client, Printer())
client.load(LoadPlan(model, context_length=1024))
turns.ask(None, None, question, Answerer("SmolLM2", "Q4_1"), Sampling(seed=3))
sys.stdin.read()
"""


def told_at(line: str) -> float:
    return float(line.split(" ", 1)[0])


def piece(line: str) -> str:
    return str(ast.literal_eval(line.split(" ", 1)[1]))


def test_a_killed_program_keeps_the_question_and_all_text_but_the_newest(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path), str(STARTER), LONG_TASK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    ) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        began = told_at(lines[0])
        while told_at(lines[-1]) < began + 3 * KILLED_SECONDS_LATER:
            lines.append(program.stdout.readline())
        engine = psutil.Process(program.pid).children()
        killed_at = time.monotonic()
        program.kill()
    old_text = "".join(piece(line) for line in lines if told_at(line) < killed_at - KILLED_SECONDS_LATER)
    assert psutil.wait_procs(engine, timeout=10)[1] == []

    opened = ConversationStore.open(path)
    (conversation,) = opened.store.conversations()
    question, answer = opened.store.thread(conversation.id)
    opened.store.close()
    assert opened.notice == ""
    assert question.content == LONG_TASK
    assert answer.status is MessageStatus.INTERRUPTED
    assert old_text
    assert answer.content.startswith(old_text)
