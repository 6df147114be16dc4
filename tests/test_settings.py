"""The person's choices: kept through everything, and never in the way of a start."""

import errno
import json
import os
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from quantchat.core.plan import KvType, LoadPlan
from quantchat.settings import (
    DATA_DIR_VARIABLE,
    Appearance,
    Contrast,
    Density,
    PlanChoice,
    Settings,
    SettingsFile,
    folders,
    resources_folder,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "settings.json"


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def test_a_first_start_has_the_defaults_and_writes_nothing(path: Path) -> None:
    assert SettingsFile(path).value == Settings()
    assert Settings().context_length == 8192
    assert not path.parent.exists()


def test_what_was_saved_is_there_at_the_next_start(path: Path) -> None:
    file = SettingsFile(path)
    file.save(last_model="/models/Größe 模型.gguf", added_models=("/a.gguf", "/b.gguf"))
    file.save(context_length=4096, window_geometry="AdnQ")
    expected = Settings(
        last_model="/models/Größe 模型.gguf",
        added_models=("/a.gguf", "/b.gguf"),
        context_length=4096,
        window_geometry="AdnQ",
    )
    assert file.value == expected
    assert SettingsFile(path).value == expected
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_how_a_model_is_to_be_loaded_is_kept_for_each_model(path: Path) -> None:
    plan = replace(LoadPlan("/a.gguf"), context_length=4096, kv_type=KvType.Q8_0, threads=3, ubatch=1024, batch=1024)
    SettingsFile(path).save(plan_choices={"/a.gguf": PlanChoice.of(plan)})
    settings = SettingsFile(path).value
    assert settings.plan_for("/a.gguf") == plan
    assert settings.plan_for("/b.gguf") == LoadPlan("/b.gguf", context_length=settings.context_length)


@pytest.mark.parametrize(
    "choice",
    ['{"context_length": "4096", "kv_type": "f16"}', '{"context_length": 4096, "kv_type": "q9"}', "5", '{"x": 1}'],
)
def test_a_choice_that_makes_no_sense_is_left_out_and_the_others_are_kept(path: Path, choice: str) -> None:
    sound = '{"context_length": 4096, "kv_type": "f16"}'
    write(path, f'{{"last_model": "/m", "plan_choices": {{"/bad": {choice}, "/good": {sound}}}}}')
    settings = SettingsFile(path).value
    assert (settings.last_model, list(settings.plan_choices)) == ("/m", ["/good"])


def test_a_path_that_is_no_valid_text_is_kept(path: Path) -> None:
    name = os.fsdecode(b"/models/caf\xe9.gguf")
    SettingsFile(path).save(last_model=name)
    assert SettingsFile(path).value.last_model == name


def test_settings_of_another_version_are_taken_as_far_as_they_are_known(path: Path) -> None:
    write(path, '{"context_length": 2048, "colour_of_tomorrow": "red"}')
    assert SettingsFile(path).value == Settings(context_length=2048)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        '{"context_length": 2048',
        "[]",
        "null",
        '{"context_length": "2048"}',
        '{"context_length": 2048.0}',
        '{"context_length": true}',
        '{"context_length": 0}',
        '{"context_length": -1}',
        '{"last_model": null}',
        '{"added_models": "a.gguf"}',
        '{"models_folder": 5}',
        '{"extra_folders": "x"}',
        '{"extra_folders": [1]}',
        '{"plan_choices": []}',
        '{"added_models": ["a.gguf", 1]}',
        b'{"last_model": "\xff"}',
        b"\x00" * 64,
        "[" * 100_000,
    ],
    ids=lambda value: repr(value[:24]),
)
def test_a_broken_file_is_set_aside_and_the_defaults_are_used(path: Path, broken: str | bytes) -> None:
    write(path, broken)
    assert SettingsFile(path).value == Settings()
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.broken.json"]
    kept = path.with_name("settings.broken.json").read_bytes()
    assert kept == (broken.encode() if isinstance(broken, str) else broken)


def test_after_a_broken_file_choices_are_kept_again(path: Path) -> None:
    write(path, "{")
    SettingsFile(path).save(context_length=1024)
    assert SettingsFile(path).value == Settings(context_length=1024)


def test_a_broken_file_that_cannot_be_set_aside_does_not_stop_the_start(path: Path) -> None:
    write(path, "{")
    in_the_way = path.with_name("settings.broken.json")
    in_the_way.mkdir()
    assert SettingsFile(path).value == Settings()


def test_a_failed_write_leaves_the_old_file_and_the_new_value_holds(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SettingsFile(path)
    file.save(context_length=1024)
    before = path.read_bytes()

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        file.save(context_length=2048)

    assert path.read_bytes() == before
    assert file.value.context_length == 2048
    assert SettingsFile(path).value.context_length == 1024
    monkeypatch.undo()
    file.save(last_model="/a.gguf")
    assert SettingsFile(path).value == Settings(last_model="/a.gguf", context_length=2048)


def test_a_folder_that_cannot_be_made_raises_and_the_new_value_holds(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"a file where the folder should be")
    file = SettingsFile(tmp_path / "kept" / "settings.json")
    with pytest.raises(OSError, match="kept"):
        file.save(context_length=2048)
    assert file.value.context_length == 2048


def test_the_data_folder_is_private(path: Path) -> None:
    SettingsFile(path).save()
    assert path.parent.stat().st_mode & 0o077 == 0


def test_everything_is_in_the_folder_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "portable"))
    places = folders()
    assert places.data == tmp_path / "portable"
    inside = (places.models, places.logs, places.database, places.settings_file)
    assert all(place.is_relative_to(places.data) for place in inside)
    assert not places.data.exists()


def test_a_relative_data_folder_does_not_move_with_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(DATA_DIR_VARIABLE, "portable")
    places = folders()
    monkeypatch.chdir("/")
    assert places.data == tmp_path / "portable"


@pytest.mark.parametrize("override", [None, ""])
def test_without_a_named_folder_the_systems_own_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, override: str | None
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    if override is None:
        monkeypatch.delenv(DATA_DIR_VARIABLE)
    else:
        monkeypatch.setenv(DATA_DIR_VARIABLE, override)
    places = folders()
    system = PlatformDirs("quantchat", appauthor=False)
    assert places.data == system.user_data_path
    assert places.models == places.data / "models"
    assert places.logs == system.user_log_path


def test_the_files_shipped_with_the_program_are_found() -> None:
    assert {entry.name for entry in resources_folder().iterdir()} >= {"fonts", "icons"}


def test_a_frozen_program_finds_them_inside_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"


def test_the_file_is_readable_json(path: Path) -> None:
    SettingsFile(path).save(added_models=("/a.gguf",))
    assert json.loads(path.read_text(encoding="utf-8"))["added_models"] == ["/a.gguf"]


def test_a_whole_number_written_by_hand_serves_where_a_fraction_may_stand(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"temperature": 0}', encoding="utf-8")
    assert SettingsFile(path).value.temperature == 0.0
    assert path.exists()


def test_how_the_window_looks_and_how_answers_are_made_is_kept(path: Path) -> None:
    chosen = Settings(
        max_answer_tokens=512,
        kv_type=KvType.Q8_0,
        appearance=Appearance.DARK,
        contrast=Contrast.HIGH,
        density=Density.COMPACT,
        text_size_percent=250,
    )
    SettingsFile(path).save(**{field.name: getattr(chosen, field.name) for field in fields(chosen)})
    found = SettingsFile(path).value
    assert found == chosen
    assert found.appearance is Appearance.DARK
    assert found.kv_type is KvType.Q8_0


@pytest.mark.parametrize(
    ("name", "value"), [("appearance", "sepia"), ("density", "cosy"), ("contrast", ""), ("kv_type", "q2_0")]
)
def test_a_choice_of_a_newer_version_leaves_the_usual_one_and_the_other_settings(
    path: Path, name: str, value: str
) -> None:
    write(path, json.dumps({"context_length": 2048, name: value}))
    assert SettingsFile(path).value == Settings(context_length=2048)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"appearance": 1}',
        '{"kv_type": null}',
        '{"density": []}',
        '{"text_size_percent": 79}',
        '{"text_size_percent": 251}',
        '{"text_size_percent": 100.5}',
        '{"max_answer_tokens": -1}',
        '{"max_answer_tokens": true}',
        '{"temperature": -0.1}',
        '{"temperature": 5.1}',
        '{"temperature": NaN}',
    ],
)
def test_a_look_or_an_answer_that_cannot_be_sets_the_file_aside(path: Path, broken: str) -> None:
    write(path, broken)
    assert SettingsFile(path).value == Settings()
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.broken.json"]


def test_a_model_that_nothing_was_chosen_for_is_loaded_with_the_usual_context_and_kv_type(path: Path) -> None:
    SettingsFile(path).save(context_length=4096, kv_type=KvType.Q8_0)
    plan = SettingsFile(path).value.plan_for("/a.gguf")
    assert (plan.model_path, plan.context_length, plan.kv_type) == ("/a.gguf", 4096, KvType.Q8_0)
