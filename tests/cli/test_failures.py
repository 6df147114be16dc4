"""What cannot be done is told in one sentence on stderr, with nothing on stdout and exit status 1; wrong usage is 2."""

from pathlib import Path

import pytest

from quantchat.settings import folders
from tests.cli.program import STARTER, run
from tests.library.gguf_files import model_bytes, model_metadata


def failure(*words: str | Path) -> str:
    """Run a command that must fail for a known reason; return its sentence."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("\n")
    assert done.stderr.count("\n") == 1
    assert done.stderr.strip().endswith((".", "!"))
    return done.stderr.strip()


def commands_for(file: Path) -> list[tuple[str | Path, ...]]:
    return [("inspect", file), ("inspect", file, "--json"), ("ask", "-m", file, "Hello"), ("bench", "-m", file)]


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "notes.gguf"
    file.write_text("Dear diary", encoding="utf-8")
    for words in commands_for(file):
        assert "GGUF" in failure(*words)


def test_an_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "empty.gguf"
    file.touch()
    assert "empty" in failure("inspect", file)


def test_a_truncated_download(tmp_path: Path) -> None:
    file = tmp_path / "half.gguf"
    with STARTER.open("rb") as whole:
        file.write_bytes(whole.read(5_000_000))
    for words in commands_for(file):
        assert "incomplete" in failure(*words)


def test_a_sound_file_that_the_engine_cannot_load(tmp_path: Path) -> None:
    file = tmp_path / "tiny.gguf"
    file.write_bytes(model_bytes())
    sentence = failure("ask", "-m", file, "Hello")
    assert "tiny.gguf" in sentence
    assert failure("bench", "-m", file, "--json") == sentence


def test_a_missing_file(tmp_path: Path) -> None:
    for words in commands_for(tmp_path / "gone.gguf"):
        assert failure(*words).startswith("This model file is no longer there")


def test_a_folder(tmp_path: Path) -> None:
    for words in commands_for(tmp_path):
        assert failure(*words).startswith("This is a folder and not a model file.")


@pytest.mark.parametrize("question", ["", " \n"])
def test_an_empty_question(question: str) -> None:
    assert failure("ask", question).startswith("The question is empty.")


def test_an_empty_question_from_stdin() -> None:
    assert failure("ask", "-").startswith("The question is empty.")


def test_a_question_longer_than_the_context() -> None:
    assert "context" in failure("ask", "--context", "128", "word " * 500)
    assert "context" in failure("ask", "--json", "--context", "128", "word " * 500)


@pytest.mark.parametrize("name", ["Nonesuch 7B", "a" * 300])
def test_an_unknown_model_name(name: str) -> None:
    assert failure("ask", "-m", name, "Hello") == (
        f"There is no model called “{name}” on this computer. `quantchat models` lists those there are."
    )


def test_a_name_that_two_models_share() -> None:
    folders().models.mkdir(parents=True)
    for name in ("a.Q4_0.gguf", "b.Q4_0.gguf"):
        (folders().models / name).write_bytes(model_bytes(model_metadata(general__name="Tiny Llama")))
    sentence = failure("ask", "-m", "tiny llama", "Hello")
    assert sentence == "Several models are called “tiny llama”. Name one of these: a.Q4_0, b.Q4_0."


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("ask",), "required: prompt"),
        (("inspect",), "required: file"),
        (("models", "--colour"), "--colour"),
        (("--json",), "COMMAND"),
        (("ask", "--max-tokens", "0", "Hello"), "--max-tokens"),
        (("ask", "--max-tokens", "many", "Hello"), "--max-tokens"),
        (("ask", "--seed", "9" * 30, "Hello"), "--seed"),
        (("ask", "--temperature", "nan", "Hello"), "--temperature"),
        (("ask", "--temperature", "inf", "Hello"), "--temperature"),
        (("ask", "--context", "9" * 30, "Hello"), "--context"),
        (("one.gguf", "two.gguf"), "one model file at most"),
    ],
)
def test_wrong_usage_is_exit_status_2(words: tuple[str, ...], complaint: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("ask", "bench", "inspect", "models", "quantchat FILE.gguf"):
        assert name in done.stdout
