"""`quantchat ask`, with the real engine and the starter model."""

import json
import os
import signal
from pathlib import Path

import psutil

from tests.cli.program import LIMIT_SECONDS, STARTER, read_piece, run, start
from tests.engine.crafted_models import with_metadata
from tests.library.gguf_files import entry

LONG_TASK = "Write a very long story about a ship in a storm."


def test_an_answer_is_printed_while_it_is_written() -> None:
    with start("ask", "--max-tokens", "60", "--seed", "3", LONG_TASK) as program:
        first = read_piece(program)
        was_running = program.poll() is None
        pieces = [first]
        while piece := read_piece(program):
            pieces.append(piece)
        assert program.stderr is not None
        complaints = program.stderr.read()
    assert (program.returncode, complaints) == (0, b"")
    assert was_running
    assert len(pieces) > 2
    assert b"".join(pieces).endswith(b"\n")


def test_json_is_one_object_with_the_text_and_the_timings() -> None:
    done = run("ask", "--max-tokens", "8", "--seed", "3", "--json", "-m", STARTER, "Say hello.")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["model"] == "SmolLM2 135M Instruct"
    assert answer["text"].strip()
    assert answer["finish_reason"] in ("length", "end")
    assert 0 < answer["answer_tokens"] <= 8
    assert answer["seed"] == 3
    for key in ("prompt_tokens", "prefill_ms", "decode_ms", "time_to_first_token_ms", "tokens_per_second"):
        assert answer[key] > 0, key


def test_the_same_seed_draws_the_same_answer_and_another_seed_another() -> None:
    answers = [
        run("ask", "--max-tokens", "16", "--temperature", "1.5", "--seed", seed, "Tell me a story.").stdout
        for seed in ("5", "5", "6")
    ]
    assert answers[0].strip()
    assert answers[0] == answers[1] != answers[2]


def test_a_dash_reads_the_question_from_stdin() -> None:
    question = "Say “Grüße” – 你好 👋\n"
    options = ("ask", "--max-tokens", "12", "--temperature", "0")
    from_stdin = run(*options, "-", stdin=question.encode())
    from_words = run(*options, question)
    assert (from_stdin.returncode, from_stdin.stderr) == (0, "")
    assert from_stdin.stdout.strip()
    assert from_stdin.stdout == from_words.stdout


def test_input_that_is_no_text_is_answered_all_the_same() -> None:
    done = run("ask", "--max-tokens", "2", "-", stdin=b"caf\xff", PYTHONUTF8="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_an_answer_that_the_terminal_cannot_show_does_not_end_the_program() -> None:
    options = ("ask", "--max-tokens", "12", "--temperature", "0", "Repeat after me: 🌍 é 你好")
    shown = run(*options, PYTHONIOENCODING="utf-8").stdout
    done = run(*options, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert not shown.isascii()
    assert done.stdout == shown.encode("ascii", "replace").decode()


def test_ctrl_c_keeps_what_came_and_leaves_no_engine_behind() -> None:
    with start("ask", "--seed", "3", LONG_TASK) as program:
        first = read_piece(program)
        children = psutil.Process(program.pid).children(recursive=True)
        os.killpg(program.pid, signal.SIGINT)
        rest, complaints = program.communicate(timeout=LIMIT_SECONDS)
    assert (program.returncode, complaints) == (0, b"")
    assert first.strip()
    assert rest.endswith(b"\n")
    assert children
    assert psutil.wait_procs(children, timeout=LIMIT_SECONDS)[1] == []


def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    with start("ask", "--seed", "3", LONG_TASK) as program:
        read_piece(program)
        assert program.stdout is not None
        program.stdout.close()
        assert program.stderr is not None
        complaints = program.stderr.read()
        program.wait(LIMIT_SECONDS)
    assert (program.returncode, complaints) == (1, b"")


def test_an_engine_that_dies_is_told_in_a_sentence_after_what_it_had_written() -> None:
    with start("ask", "--seed", "3", LONG_TASK) as program:
        first = read_piece(program)
        for child in psutil.Process(program.pid).children():
            child.kill()
        rest, complaints = program.communicate(timeout=LIMIT_SECONDS)
    assert program.returncode == 1
    assert (first + rest).strip()
    assert (first + rest).endswith(b"\n")
    assert complaints.decode().count("\n") == 1
    assert b"ended the engine that runs SmolLM2-135M-Instruct.Q4_1.gguf" in complaints


def test_the_context_that_was_asked_for_is_used() -> None:
    done = run("ask", "--max-tokens", "1", "--context", "512", "--json", "Hello")
    assert json.loads(done.stdout)["context_length"] == 512


def test_an_answer_that_fills_the_context_says_so_beside_the_text() -> None:
    done = run("ask", "--context", "64", "--seed", "3", LONG_TASK)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert done.stderr == "The answer reached the end of the context.\n"


def test_an_answer_can_be_held_to_a_json_schema(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(
        '{"properties": {"colour": {"enum": ["red", "blue"]}, "n": {"type": "integer"}}, "required": ["n"]}'
    )
    done = run(
        "ask", "--temperature", "0", "--max-tokens", "60", "--json-schema", schema, "Name a colour and a number."
    )
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert isinstance(answer["n"], int)
    assert answer.get("colour", "red") in ("red", "blue")


def test_an_answer_can_be_held_to_a_grammar_and_told_beforehand_how_to_behave(tmp_path: Path) -> None:
    grammar = tmp_path / "answer.gbnf"
    grammar.write_text('root ::= "up" | "down"\n')
    told = ("--system", "You only know two words. " * 20, "--grammar", grammar)
    done = run("ask", "--json", *told, "--top-k", "0", "--top-p", "1", "--min-p", "0", "Where is the sky?")
    answer = json.loads(done.stdout)
    assert answer["text"] in ("up", "down")
    assert answer["finish_reason"] == "end"
    assert answer["prompt_tokens"] > 100


def test_an_answer_ends_before_a_stop_text() -> None:
    options = ("ask", "--temperature", "0", "--max-tokens", "16", "--repeat-penalty", "1.2")
    whole = run(*options, LONG_TASK).stdout.removesuffix("\n")
    stop = whole.split()[4]
    stopped = run(*options, "--stop", "never there", "--stop", stop, LONG_TASK).stdout.removesuffix("\n")
    assert stopped == whole[: whole.index(stop)]


def test_a_grammar_that_cannot_be_used_is_told_before_a_model_is_loaded(tmp_path: Path) -> None:
    grammar = tmp_path / "broken.gbnf"
    grammar.write_text("root ::= nowhere")
    done = run("ask", "--grammar", grammar, "-m", "no such model", "Hi")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Line 1 of the grammar names a rule “nowhere” that is nowhere defined")


def test_a_file_that_cannot_be_read_is_told_with_its_name(tmp_path: Path) -> None:
    done = run("ask", "--json-schema", tmp_path / "missing.json", "Hi")
    assert done.returncode == 1
    assert f"The JSON schema “{tmp_path / 'missing.json'}” could not be read: No such file" in done.stderr
    (tmp_path / "latin.gbnf").write_bytes(b'root ::= "\xe9"')
    assert "is no UTF-8 text" in run("ask", "--grammar", tmp_path / "latin.gbnf", "Hi").stderr


def test_a_value_outside_its_range_is_wrong_usage() -> None:
    for option, value in (("--top-p", "1.5"), ("--top-k", "-1"), ("--temperature", "nan"), ("--repeat-penalty", "x")):
        done = run("ask", f"{option}={value}", "Hi")
        assert (done.returncode, done.stdout) == (2, "")
        assert option in done.stderr


def test_what_the_model_file_recommends_is_followed_unless_an_option_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "greedy.gguf"
    with_metadata(entry("general.sampling.temp", 0.0))(path, STARTER)
    options = ("ask", "-m", path, "--max-tokens", "8")
    first, second = (run(*options, "--seed", seed, "Tell me a story.").stdout for seed in ("1", "2"))
    assert first.strip()
    assert first == second
    assert run(*options, "--seed", "2", "--temperature", "3", "Tell me a story.").stdout != first
