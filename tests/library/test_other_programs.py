"""Models that other programs keep, laid out as those programs lay them out."""

import hashlib
import json
from pathlib import Path

import pytest

from quantchat.library.models import LocalModel, ModelLibrary, ModelSource
from quantchat.library.other_programs.user_places import UserPlaces, this_users_places
from tests.library.gguf_files import entry as gguf_entry
from tests.library.gguf_files import gguf_bytes, model_bytes, model_metadata
from tests.library.hardships import ordinary_user
from tests.library.test_model_file import write_parts
from tests.library.test_models import write_model

MODEL_LAYER = "application/vnd.ollama.image.model"


def places_in(home: Path, **variables: str) -> UserPlaces:
    return UserPlaces(
        home=home,
        config=home / ".config",
        data=home / ".local" / "share",
        local_data=home / ".local" / "share",
        cache=home / ".cache",
        services=(home / "services" / "ollama",),
        variables=variables,
    )


def scan(home: Path, **variables: str) -> tuple[LocalModel, ...]:
    return ModelLibrary(home / "none", home / "own", other_programs=places_in(home, **variables)).scan()


def listed(home: Path, **variables: str) -> list[tuple[str, str]]:
    return [(model.owner, model.display_name) for model in scan(home, **variables)]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


class OllamaStore:
    """A folder as `ollama pull` leaves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def blob(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        write(self.folder / "blobs" / f"sha256-{digest}", content)
        return f"sha256:{digest}"

    def manifest(self, name: str, layers: object, root: str = "manifests") -> Path:
        host_to_model, _, tag = name.rpartition(":")
        return write(self.folder / root / host_to_model / tag, json.dumps({"schemaVersion": 2, "layers": layers}))

    def model(self, name: str, content: bytes, root: str = "manifests") -> Path:
        digest = self.blob(content)
        layers = [
            {"mediaType": "application/vnd.ollama.image.template", "digest": self.blob(b"{{ .Prompt }}"), "size": 13},
            {"mediaType": MODEL_LAYER, "digest": digest, "size": len(content)},
        ]
        self.manifest(name, layers, root)
        return self.folder / "blobs" / digest.replace(":", "-")


def content(context_length: int = 2048) -> bytes:
    return model_bytes(model_metadata(general__name=None, llama__context_length=context_length))


def test_lm_studios_models_are_found_and_are_its_own(tmp_path: Path) -> None:
    path = write_model(tmp_path / ".lmstudio" / "models" / "publisher" / "Tiny-GGUF" / "Tiny-1B-Q4_0.gguf")
    (model,) = scan(tmp_path)
    assert (model.path, model.source, model.owner) == (path, ModelSource.FOUND, "LM Studio")
    assert (model.display_name, model.quantization, model.problem) == ("Tiny 1B", "Q4_0", "")
    assert not model.can_be_removed


def test_lm_studios_older_folder_a_moved_one_and_a_chosen_models_folder_are_searched(tmp_path: Path) -> None:
    write_model(tmp_path / ".cache" / "lm-studio" / "models" / "p" / "old" / "old.gguf")
    write(tmp_path / ".lmstudio-home-pointer", f"{tmp_path / 'moved'}\n")
    write_model(tmp_path / "moved" / "models" / "moved.gguf")
    write(tmp_path / "moved" / "settings.json", json.dumps({"downloadsFolder": str(tmp_path / "big disk"), "x": 1}))
    write_model(tmp_path / "big disk" / "chosen.gguf")
    write(tmp_path / ".config" / "LM Studio" / "settings.json", json.dumps({"downloadsFolder": "~/earlier"}))
    write_model(tmp_path / "earlier" / "earlier.gguf")
    assert listed(tmp_path) == [("LM Studio", name) for name in ("chosen", "earlier", "moved", "old")]


def test_jans_models_have_the_names_that_jan_gives_them(tmp_path: Path) -> None:
    data = tmp_path / ".local" / "share" / "Jan" / "data"
    folder = data / "llamacpp" / "models" / "publisher" / "Tiny-1B-Q4_0"
    path = write_model(folder / "model.gguf")
    write_model(folder / "mmproj.gguf")
    write(
        folder / "model.yml",
        "model_path: llamacpp/models/publisher/Tiny-1B-Q4_0/model.gguf\n"
        "mmproj_path: llamacpp/models/publisher/Tiny-1B-Q4_0/mmproj.gguf\n"
        "name: 'publisher/Tiny-1B-Q4_0'\nsize_bytes: 123\n",
    )
    (model,) = scan(tmp_path)
    assert (model.path, model.owner, model.display_name) == (path, "Jan", "Tiny 1B")


def test_jans_chosen_data_folder_and_its_older_layout_are_searched(tmp_path: Path) -> None:
    chosen, named = tmp_path / "chosen", tmp_path / "named"
    write(tmp_path / ".local" / "share" / "Jan" / "settings.json", json.dumps({"data_folder": str(chosen)}))
    write_model(chosen / "models" / "old" / "older.gguf")
    write_model(named / "models" / "named.gguf")
    assert listed(tmp_path, JAN_DATA_FOLDER=str(named)) == [("Jan", "named"), ("Jan", "older")]


@pytest.mark.parametrize(
    "path",
    ["", "../outside.gguf", "llamacpp/../../../outside.gguf", "{tmp}/outside.gguf", "gone.gguf", "nul\0.gguf"],
)
def test_jan_cannot_lead_to_a_file_outside_its_folder_or_to_none(tmp_path: Path, path: str) -> None:
    data = tmp_path / ".local" / "share" / "Jan" / "data"
    write_model(tmp_path / "outside.gguf")
    write_model(data.parent / "outside.gguf")
    write(data / "llamacpp" / "models" / "m" / "model.yml", f"model_path: {path.format(tmp=tmp_path)}\nname: m\n")
    assert listed(tmp_path) == []


def test_gpt4alls_models_are_found_in_its_own_and_in_a_chosen_folder(tmp_path: Path) -> None:
    write_model(tmp_path / ".local" / "share" / "nomic.ai" / "GPT4All" / "Tiny-Q4_0.gguf")
    write(tmp_path / ".local" / "share" / "nomic.ai" / "GPT4All" / "incomplete-Big.gguf", b"GG")
    write_model(tmp_path / "Größe" / "chosen.gguf")
    settings = f"[General]\nchatTheme=Dark\nmodelPath={tmp_path}/Gr\\xf6\\xdf\\x65/\n"
    write(tmp_path / ".config" / "nomic.ai" / "GPT4All.ini", settings)
    assert listed(tmp_path) == [("GPT4All", "chosen"), ("GPT4All", "Tiny")]


def test_ollamas_models_have_the_names_that_one_runs_them_by(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    usual = store.model("registry.ollama.ai/library/llama3.2:3b", content(1000))
    store.model("registry.ollama.ai/someone/tiny:latest", content(2000))
    store.model("hf.co/publisher/Tiny-GGUF:Q4_0", content(3000), root="manifests-v2")
    models = scan(tmp_path)
    assert [model.display_name for model in models] == [
        "hf.co/publisher/Tiny-GGUF:Q4_0",
        "llama3.2:3b",
        "someone/tiny:latest",
    ]
    assert models[1].path == usual
    assert {(model.owner, model.quantization, model.problem) for model in models} == {("Ollama", "Q4_0", "")}


def test_of_several_names_for_one_blob_the_most_telling_is_shown_once(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    for tag in ("latest", "q4", "q4-instruct"):
        store.model(f"registry.ollama.ai/library/llama3.2:{tag}", content())
    assert listed(tmp_path) == [("Ollama", "llama3.2:q4")]


def test_ollama_is_found_where_its_variables_say_and_where_its_service_lives(tmp_path: Path) -> None:
    OllamaStore(tmp_path / "named").model("registry.ollama.ai/library/a:1", content(1))
    OllamaStore(tmp_path / "home" / "models").model("registry.ollama.ai/library/b:1", content(2))
    OllamaStore(tmp_path / "services" / "ollama" / ".ollama" / "models").model(
        "registry.ollama.ai/library/c:1", content(3)
    )
    variables = {"OLLAMA_MODELS": f'"{tmp_path / "named"}"', "OLLAMA_HOME": str(tmp_path / "home")}
    assert listed(tmp_path, **variables) == [("Ollama", "a:1"), ("Ollama", "b:1"), ("Ollama", "c:1")]


def test_a_list_of_manifests_for_several_engines_leads_to_the_gguf_file(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    layer = {"mediaType": MODEL_LAYER, "digest": store.blob(content())}
    child = store.blob(json.dumps({"layers": [layer]}).encode())
    other = {"runner": "mlx", "layers": [{"mediaType": "application/vnd.ollama.image.tensor", "digest": child}]}
    for name, entry in (("inline", {"layers": [layer]}), ("linked", {"digest": child})):
        write(
            store.folder / "manifests-v2" / "registry.ollama.ai" / "library" / name / "8b",
            json.dumps({"mediaType": "application/vnd.ollama.manifest.list.v2+json", "manifests": [other, entry]}),
        )
    assert listed(tmp_path) == [("Ollama", "inline:8b")]
    (store.folder / "manifests-v2" / "registry.ollama.ai" / "library" / "inline" / "8b").unlink()
    assert listed(tmp_path) == [("Ollama", "linked:8b")]


def test_an_ollama_model_that_an_adapter_changes_is_not_passed_off_as_itself(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    adapter = {"mediaType": "application/vnd.ollama.image.adapter", "digest": store.blob(b"adapter")}
    weights = {"mediaType": MODEL_LAYER, "digest": store.blob(content())}
    store.manifest("registry.ollama.ai/library/tuned:latest", [weights, adapter])
    assert listed(tmp_path) == []


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "{",
        "[]",
        "null",
        '{"layers": 5}',
        '{"layers": [5]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": 5}]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../../outside"}]}',
        '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:' + "0" * 64 + '"}]}',
        '{"manifests": [{"digest": "sha256:' + "0" * 64 + '"}, {"manifests": []}]}',
        '{"manifests": [' * 60_000,
        b"\xff\xfe\x00",
        b" " * (2**20 + 1),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_a_broken_manifest_hides_its_model_and_no_other(tmp_path: Path, manifest: str | bytes) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    store.model("registry.ollama.ai/library/sound:1b", content())
    write(store.folder / "manifests" / "registry.ollama.ai" / "library" / "broken" / "1b", manifest)
    write(store.folder / "manifests" / "stray", "no manifest")
    write(store.folder / "manifests" / "a" / "b" / "c" / "d" / "too-deep", "no manifest")
    assert listed(tmp_path) == [("Ollama", "sound:1b")]


@pytest.mark.parametrize(
    "broken", ["", "{", "[1]", '{"downloadsFolder": 5, "data_folder": []}', b"\xff\x00", "[" * 9999]
)
def test_broken_settings_of_other_programs_leave_the_usual_folders(tmp_path: Path, broken: str | bytes) -> None:
    data = tmp_path / ".local" / "share"
    for path in (
        tmp_path / ".lmstudio" / "settings.json",
        data / "Jan" / "settings.json",
        data / "Jan" / "data" / "llamacpp" / "models" / "m" / "model.yml",
        tmp_path / ".config" / "nomic.ai" / "GPT4All.ini",
        tmp_path / ".lmstudio-home-pointer",
    ):
        write(path, broken)
    write_model(tmp_path / ".lmstudio" / "models" / "a.gguf")
    write_model(data / "Jan" / "data" / "models" / "b.gguf")
    write_model(data / "nomic.ai" / "GPT4All" / "c.gguf")
    assert listed(tmp_path) == [("LM Studio", "a"), ("Jan", "b"), ("GPT4All", "c")]


def test_a_file_far_larger_than_any_manifest_is_not_read(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    layers = [{"mediaType": MODEL_LAYER, "digest": store.blob(content()), "padding": " " * 2**20}]
    store.manifest("registry.ollama.ai/library/huge:1b", layers)
    assert listed(tmp_path) == []


def hugging_face_file(cache: Path, repository: str, name: str, blob: bytes, revision: str = "abc") -> Path:
    """A file of the cache: a link with the file's name to a blob with its digest."""
    folder = cache / f"models--{repository.replace('/', '--')}"
    digest = hashlib.sha256(blob).hexdigest()
    write(folder / "blobs" / digest, blob)
    link = folder / "snapshots" / revision / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(Path("..", "..", "blobs", digest))
    return link


def test_a_file_of_the_hugging_face_cache_is_listed_once_for_all_its_revisions(tmp_path: Path) -> None:
    cache = tmp_path / ".cache" / "huggingface" / "hub"
    path = hugging_face_file(cache, "publisher/Tiny-GGUF", "Tiny-1B-Q4_0.gguf", content(), "1111")
    hugging_face_file(cache, "publisher/Tiny-GGUF", "Tiny-1B-Q4_0.gguf", content(), "2222")
    hugging_face_file(cache, "publisher/Tiny", "model.safetensors", b"other")
    write_model(cache / "datasets--publisher--files" / "snapshots" / "1" / "data.gguf")
    (model,) = scan(tmp_path)
    assert (model.path, model.owner, model.display_name) == (path, "Hugging Face cache", "Tiny 1B")


def test_a_link_to_a_blob_that_was_cleaned_up_is_not_listed(tmp_path: Path) -> None:
    link = hugging_face_file(tmp_path / "hub", "publisher/Tiny-GGUF", "Tiny.gguf", content())
    link.resolve().unlink()
    assert listed(tmp_path, HF_HOME=str(tmp_path)) == []


@pytest.mark.parametrize(
    ("variable", "value", "cache"),
    [
        ("HF_HUB_CACHE", "~/x", "x"),
        ("HUGGINGFACE_HUB_CACHE", "~/x", "x"),
        ("HF_HOME", "~/x", "x/hub"),
        ("XDG_CACHE_HOME", "~/x", "x/huggingface/hub"),
        ("HF_HOME", "", ".cache/huggingface/hub"),
    ],
)
def test_the_hugging_face_cache_is_where_its_variables_say(
    tmp_path: Path, variable: str, value: str, cache: str
) -> None:
    hugging_face_file(tmp_path / cache, "publisher/Tiny-GGUF", "Tiny.gguf", content())
    assert listed(tmp_path, **{variable: value}) == [("Hugging Face cache", "Tiny")]


def test_llama_cpps_cache_is_listed_without_the_names_of_repositories(tmp_path: Path) -> None:
    cache = tmp_path / ".cache" / "llama.cpp"
    write_model(cache / "publisher_Tiny-1B-it-GGUF_Tiny-1B-it-Q4_0.gguf")
    write(cache / "publisher_Tiny-1B-it-GGUF_Tiny-1B-it-Q8_0.gguf.downloadInProgress", b"GG")
    write(cache / "manifest=publisher=Tiny-1B-it-GGUF=latest.json", "{}")
    assert listed(tmp_path) == [("llama.cpp", "Tiny 1B it")]
    write_model(tmp_path / "named" / "other.gguf")
    assert listed(tmp_path, LLAMA_CACHE=str(tmp_path / "named")) == [("llama.cpp", "other")]


def test_a_found_model_in_parts_is_one_row(tmp_path: Path) -> None:
    folder = tmp_path / ".lmstudio" / "models" / "p"
    folder.mkdir(parents=True)
    paths = write_parts(folder)
    (model,) = scan(tmp_path)
    assert (model.path, model.problem) == (paths[0], "")
    assert model.size_bytes == sum(path.stat().st_size for path in paths)


def test_what_is_no_model_to_chat_with_is_not_listed_among_found_files(tmp_path: Path) -> None:
    folder = tmp_path / ".lmstudio" / "models"
    kinds = {
        "mmproj.gguf": model_bytes(model_metadata(general__type="mmproj", general__architecture="clip")),
        "lora.gguf": model_bytes(model_metadata(general__type="adapter")),
        "imatrix.gguf": gguf_bytes([gguf_entry("general.type", "imatrix")]),
        "embedding.gguf": model_bytes(model_metadata(general__architecture="bert")),
    }
    for name, file in kinds.items():
        write(folder / name, file)
        write(tmp_path / "own" / name, file)
    models = scan(tmp_path)
    assert [model.path.parent for model in models] == [tmp_path / "own"] * 4
    assert all(model.problem for model in models)


def test_a_found_model_that_is_broken_is_listed_with_its_problem(tmp_path: Path) -> None:
    write(tmp_path / ".lmstudio" / "models" / "Tiny-Q4_0.gguf", model_bytes()[:-1])
    (model,) = scan(tmp_path)
    assert (model.owner, "incomplete" in model.problem) == ("LM Studio", True)


def test_a_file_of_another_program_stays_its_own_however_it_came_into_the_list(tmp_path: Path) -> None:
    store = OllamaStore(tmp_path / ".ollama" / "models")
    added = store.model("registry.ollama.ai/library/tiny:1b", content())
    theirs = write_model(tmp_path / ".lmstudio" / "models" / "Tiny-Q4_0.gguf")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.gguf").symlink_to(theirs)
    library = ModelLibrary(tmp_path / "none", tmp_path / "own", other_programs=places_in(tmp_path))
    models = library.scan([added])
    assert [(model.display_name, model.source, model.owner) for model in models] == [
        ("mine", ModelSource.FOLDER, "LM Studio"),
        ("tiny:1b", ModelSource.ADDED, "Ollama"),
    ]
    assert not any(model.can_be_removed for model in models)


def test_a_link_of_ones_own_to_a_blob_keeps_its_name(tmp_path: Path) -> None:
    blob = OllamaStore(tmp_path / ".ollama" / "models").model("registry.ollama.ai/library/tiny:1b", content())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "My-Tiny-Q4_0.gguf").symlink_to(blob)
    assert listed(tmp_path) == [("Ollama", "My Tiny")]


def test_copies_of_one_model_in_two_places_are_both_listed_and_told_apart(tmp_path: Path) -> None:
    own = write_model(tmp_path / "own" / "Tiny-Q4_0.gguf")
    theirs = write_model(tmp_path / ".lmstudio" / "models" / "p" / "Tiny-Q4_0.gguf")
    models = scan(tmp_path)
    assert {model.display_name for model in models} == {"Tiny"}
    assert {(model.path, model.place, model.owner) for model in models} == {
        (own, str(own.parent), ""),
        (theirs, str(theirs.parent), "LM Studio"),
    }


def test_a_folder_of_another_user_that_may_not_be_read_counts_as_empty() -> None:
    with ordinary_user() as home:
        store = OllamaStore(home / "services" / "ollama" / ".ollama" / "models")
        store.model("registry.ollama.ai/library/hidden:1b", content(1))
        OllamaStore(home / ".ollama" / "models").model("registry.ollama.ai/library/mine:1b", content(2))
        (home / "services" / "ollama").chmod(0)
        assert listed(home) == [("Ollama", "mine:1b")]


def test_looking_for_models_changes_nothing_of_other_programs(tmp_path: Path) -> None:
    OllamaStore(tmp_path / ".ollama" / "models").model("registry.ollama.ai/library/tiny:1b", content())
    hugging_face_file(tmp_path / ".cache" / "huggingface" / "hub", "publisher/Tiny-GGUF", "Tiny.gguf", content(5))
    write_model(tmp_path / ".lmstudio" / "models" / "a.gguf")

    def everything() -> dict[str, tuple[int, int]]:
        return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in tmp_path.rglob("*")}

    before = everything()
    assert len(scan(tmp_path)) == 3
    assert everything() == before


def test_the_places_of_this_user_are_those_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("OLLAMA_MODELS", "/models of ollama")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    places = this_users_places()
    assert (places.home, places.config) == (tmp_path, tmp_path / ".config")
    assert (places.data, places.cache) == (tmp_path / ".local" / "share", tmp_path / ".cache")
    assert places.folder_named_by("OLLAMA_MODELS") == Path("/models of ollama")
    assert places.folder_named_by("OLLAMA_HOME") is None
