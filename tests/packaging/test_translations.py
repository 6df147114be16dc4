"""Translators see every string that the window looks up, and what is shipped was made from what is written."""

import ast
from pathlib import Path
from xml.etree import ElementTree

import pytest

from translations import FOLDER, SOURCES, TEMPLATE, compile_translation, english_forms, gather, wordings


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("translations") / TEMPLATE
    gather([file])
    return file


def strings_of(file: Path) -> set[tuple[str, str]]:
    """Context and source of every string."""
    contexts = ElementTree.parse(file).iterfind("context")
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in contexts
        for message in context.iterfind("message")
    }


def plurals_of(file: Path) -> set[tuple[str, tuple[str, ...]]]:
    messages = ElementTree.parse(file).iterfind(".//message[@numerus='yes']")
    return {
        (message.findtext("source", ""), tuple(form.text or "" for form in message.iterfind(".//numerusform")))
        for message in messages
    }


def looked_up(source: Path) -> list[str]:
    """The strings that a module of the window looks up or marks."""
    calls = (node for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    found = []
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}.get(name)
        if place is None or len(call.args) <= place:
            continue
        text = call.args[place]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            found.append(text.value)
    return found


def test_every_string_that_is_looked_up_is_found_by_qts_tool(gathered: Path) -> None:
    known = {source for _, source in strings_of(gathered)}
    missing = [
        f"{module.name}: {text}" for module in SOURCES.rglob("*.py") for text in looked_up(module) if text not in known
    ]
    assert missing == []


def test_every_string_with_a_number_has_forms(gathered: Path) -> None:
    numbered = {source for _, source in strings_of(gathered) if "%n" in source or "%Ln" in source}
    below = {template for template, singular in wordings() if singular}
    assert numbered | below == {source for source, _ in plurals_of(gathered)}


def test_every_sentence_made_below_the_window_is_found(gathered: Path) -> None:
    known = {source for context, source in strings_of(gathered) if context == "wordings"}
    assert known == {template for template, _ in wordings()}
    assert "Close other programs and try again." in known


def test_no_file_names_a_place_on_this_machine(gathered: Path) -> None:
    assert "<location" not in gathered.read_text(encoding="utf-8")
    assert str(SOURCES) not in gathered.read_text(encoding="utf-8")


def test_english_forms_are_read_off_the_string_unless_somebody_wrote_others(gathered: Path) -> None:
    assert english_forms("%n file(s) of {name}") == ("%n file of {name}", "%n files of {name}")
    own = gathered.read_text(encoding="utf-8").replace("%n core<", "one single core<")
    gathered.write_text(own, encoding="utf-8")
    gather([gathered])
    assert ("%n core(s)", ("one single core", "%n cores")) in plurals_of(gathered)


def test_the_shipped_template_holds_the_plurals_of_the_window_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / TEMPLATE
    gather([file])
    shipped = {source for source, _ in plurals_of(FOLDER / TEMPLATE)}
    assert {source for source, _ in plurals_of(file)} == shipped, "run packaging/translations.py"


@pytest.mark.parametrize("source", sorted(FOLDER.glob("quantchat_*.ts")), ids=lambda path: path.stem)
def test_what_is_shipped_was_compiled_from_what_is_written(source: Path, tmp_path: Path) -> None:
    compile_translation(source, tmp_path)
    compiled = source.with_suffix(".qm")
    assert (tmp_path / compiled.name).read_bytes() == compiled.read_bytes(), "run packaging/translations.py"
