"""The program as a person meets it: started, typed into, killed, started again. Real engine, real model, real keys."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from quantchat.settings import SettingsFile
from quantchat.store.schema import APPLICATION_ID
from tests.end_to_end.desktop import Program, wait_until, x_server

LONG_TASK = "Write a very long story about a ship in a storm."


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with x_server() as name:
        yield name


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    SettingsFile(folder / "settings.json").save(temperature=0.0)  # every run is given the same answers
    return folder


@pytest.fixture
def program(display: str, data_folder: Path) -> Iterator[Program]:
    started = Program(display, data_folder)
    yield started
    started.end()


def stored_messages(data_folder: Path) -> list[tuple[str, str, str]]:
    """Role, state and text of every message, as another program sees them on the disk."""
    path = data_folder / "conversations.sqlite3"
    if not path.exists():
        return []
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT role, status, content FROM message ORDER BY id").fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


def answer(data_folder: Path, status: str, least_chars: int = 1) -> str | None:
    for role, message_status, content in stored_messages(data_folder):
        if role == "assistant" and message_status == status and len(content) >= least_chars:
            return content
    return None


def ask(program: Program, text: str) -> None:
    program.focus()
    program.type_text(text)
    program.press("Return")


def test_a_question_typed_into_the_window_is_answered_and_stored(program: Program, data_folder: Path) -> None:
    ask(program, "Say hello.")
    text = wait_until("the whole answer", lambda: answer(data_folder, "complete"))
    assert text
    assert stored_messages(data_folder)[0] == ("user", "complete", "Say hello.")


def test_escape_stops_an_answer_and_keeps_what_was_written(program: Program, data_folder: Path) -> None:
    ask(program, LONG_TASK)
    wait_until("a beginning of the answer", lambda: answer(data_folder, "streaming", 40))
    program.press("Escape")
    assert wait_until("the stopped answer", lambda: answer(data_folder, "stopped", 40))


def test_an_engine_killed_mid_answer_leaves_the_window_and_comes_back_with_the_next_message(
    program: Program, data_folder: Path
) -> None:
    ask(program, LONG_TASK)
    wait_until("a beginning of the answer", lambda: answer(data_folder, "streaming", 40))
    program.engine_child().send_signal(signal.SIGKILL)
    assert wait_until("the interrupted answer", lambda: answer(data_folder, "interrupted", 40))
    assert program.process.poll() is None
    ask(program, "Say hello.")
    assert wait_until("an answer of the new engine", lambda: answer(data_folder, "complete"))


def test_a_program_killed_mid_answer_loses_nothing_that_was_stored_and_says_so_at_the_next_start(
    program: Program, display: str, data_folder: Path
) -> None:
    ask(program, LONG_TASK)
    before = wait_until("a beginning of the answer", lambda: answer(data_folder, "streaming", 40))
    engine = program.engine_child()
    os.kill(program.process.pid, signal.SIGKILL)
    program.process.wait()
    psutil.wait_procs([engine], timeout=5)
    assert not engine.is_running()

    again = Program(display, data_folder)
    try:
        again.window()
        after = wait_until("the interrupted answer", lambda: answer(data_folder, "interrupted", 40))
        assert after.startswith(before)
        assert ("user", "complete", LONG_TASK) in stored_messages(data_folder)
    finally:
        again.end()


def test_a_polite_end_stores_a_running_answer_as_stopped_and_leaves_no_engine(
    program: Program, data_folder: Path
) -> None:
    ask(program, LONG_TASK)
    wait_until("a beginning of the answer", lambda: answer(data_folder, "streaming", 40))
    engine = program.engine_child()
    program.close_window()
    assert program.process.wait(timeout=20) == 0
    assert not engine.is_running()
    assert answer(data_folder, "stopped", 40)


def test_a_second_start_hands_over_and_ends(program: Program, display: str, data_folder: Path) -> None:
    program.window()
    second = Program(display, data_folder)
    try:
        assert second.process.wait(timeout=20) == 0
        assert program.process.poll() is None
    finally:
        second.end()


def test_conversations_of_a_newer_program_are_left_alone_and_the_reason_is_told_in_a_window(
    display: str, data_folder: Path
) -> None:
    connection = sqlite3.connect(data_folder / "conversations.sqlite3")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = (data_folder / "conversations.sqlite3").read_bytes()
    started = Program(display, data_folder)
    try:
        started.close_message("^QuantChat cannot start$")
        assert started.process.wait(timeout=20) == 1
        assert (data_folder / "conversations.sqlite3").read_bytes() == before
    finally:
        started.end()
