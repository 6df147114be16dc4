"""When set-up has nothing to do, and when it has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap import Goal, fingerprint, is_set_up, main, stamp_of
from places import Places, places_of
from starter_model import STARTER_MODEL


def _base_python(places: Places) -> Path:
    """The Python of the system, which `.venv` links to."""
    return places.checkout.parent / "python3"


def _upgrade_python(places: Places) -> None:
    """What an upgrade of the system does: its Python becomes a link to another one."""
    newer = _base_python(places).rename(places.checkout.parent / "python4")
    _base_python(places).symlink_to(newer)


@pytest.fixture
def finished(places: Places) -> Places:
    """A checkout whose set-up to run was finished."""
    places.constraints.write_text("# [runtime]\none==1\n", encoding="utf-8")
    (places.checkout / "pyproject.toml").write_text("", encoding="utf-8")
    places.models.mkdir(parents=True)
    (places.models / STARTER_MODEL.name).write_bytes(b"model")
    places.python.parent.mkdir(parents=True)
    _base_python(places).touch()
    places.python.symlink_to(_base_python(places))
    stamp_of(places, Goal.RUN).write_text(fingerprint(places, Goal.RUN), encoding="utf-8")
    return places


def test_a_finished_set_up_has_nothing_to_do(finished: Places) -> None:
    assert is_set_up(finished, Goal.RUN)


def test_a_set_up_to_run_is_none_to_test(finished: Places) -> None:
    assert not is_set_up(finished, Goal.TEST)


@pytest.mark.parametrize(
    "change",
    [
        lambda places: places.constraints.write_text("# [runtime]\none==2\n", encoding="utf-8"),
        lambda places: (places.checkout / "pyproject.toml").write_text("[project]", encoding="utf-8"),
        lambda places: (places.models / STARTER_MODEL.name).unlink(),
        lambda places: (places.models / STARTER_MODEL.name).write_bytes(b"cut"),
        lambda places: places.python.unlink(),
        lambda places: _base_python(places).unlink(),
        _upgrade_python,
        lambda places: stamp_of(places, Goal.RUN).unlink(),
    ],
    ids=[
        "pins",
        "project",
        "model gone",
        "model cut",
        "interpreter gone",
        "the system's Python gone",
        "the system's Python upgraded",
        "stamp gone",
    ],
)
def test_set_up_begins_anew_when_something_it_depends_on_changes(
    finished: Places, change: Callable[[Places], object]
) -> None:
    change(finished)
    assert not is_set_up(finished, Goal.RUN)


def test_the_model_plays_no_part_in_the_static_checks(finished: Places) -> None:
    before = fingerprint(finished, Goal.CHECK)
    (finished.models / STARTER_MODEL.name).unlink()
    assert fingerprint(finished, Goal.CHECK) == before


def test_a_checkout_that_was_moved_is_set_up_anew(finished: Places, tmp_path: Path) -> None:
    moved = Places(finished.checkout.rename(tmp_path / "elsewhere"), finished.cache)
    assert not is_set_up(moved, Goal.RUN)


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "test"]])
def test_a_wrong_goal_is_answered_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err == "usage: bootstrap.py run|test|check\n"


def test_the_cache_lies_outside_the_checkout_and_where_the_person_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    assert places_of(tmp_path / "checkout").wheels == tmp_path / "mine" / "quantchat" / "wheels"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/path")
    assert places_of(tmp_path / "checkout").cache == Path.home() / ".cache" / "quantchat"
