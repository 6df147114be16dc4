"""Renews the files in resources/translations: gathers the window's strings, and compiles what translators wrote.

Run as `.venv/bin/python packaging/translations.py`; `… translations.py de` begins a language. A translator edits the
.ts file, with Qt Linguist or by hand, and runs this again. `quantchat_en.ts` is the template with all strings; itself
it says only how English forms its plurals, which are read off the strings: "%n file(s)" is "1 file", "2 files".
"""

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "quantchat"
SOURCES = PROGRAM / "gui"
NOT_SHOWN = ("cli",)
"""Parts of the program whose sentences never reach the window."""
WORDINGS = "wordings"
"""Context of what is told below the window; `quantchat.gui.wordings` looks it up there."""
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = "quantchat_en.ts"
CATALOGUE = ROOT / "resources" / "catalogue.json"
"""What models on offer are good at is told in the window too."""


class ToolFailedError(Exception):
    """A tool of Qt is missing or could not read a file; the text says which and why."""


def main() -> int:
    """Gather and compile; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("languages", nargs="*", help="languages to begin, such as de or pt_BR")
    languages = parser.parse_args().languages
    FOLDER.mkdir(parents=True, exist_ok=True)
    begun = {FOLDER / f"quantchat_{language}.ts" for language in (*languages, "en")}
    try:
        gather(sorted(begun | set(FOLDER.glob("quantchat_*.ts"))))
        for file in sorted(FOLDER.glob("quantchat_*.ts")):
            print(compile_translation(file, FOLDER).strip())
    except ToolFailedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def gather(files: Sequence[Path], *, only_plurals: bool = False) -> None:
    """Bring .ts files up to date with the window's strings; files that do not exist yet are made.

    They hold no paths: the contexts, which are names of classes and modules, say where a string is from, and a file
    changes only where a string does.

    Raises:
        ToolFailedError: the strings could not be gathered.
    """
    sources = sorted(SOURCES.rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en"]
    with tempfile.TemporaryDirectory() as folder:
        below = Path(folder) / "wordings.py"
        below.write_text("\n".join(_marks(wordings())), encoding="utf-8")
        more = ["-pluralonly"] if only_plurals else []
        _run("pyside6-lupdate", *options, *more, *sources, below, "-ts", *files)
    for file in files:
        if file.name == TEMPLATE:
            _form_plurals(file)


def compile_translation(file: Path, folder: Path) -> str:
    """Compile a .ts file to the .qm file that the program reads; return what Qt says about it.

    Raises:
        ToolFailedError: the file is damaged.
    """
    return _run("pyside6-lrelease", file, "-qm", folder / f"{file.stem}.qm")


def wordings() -> list[tuple[str, str]]:
    """Templates of the sentences that are told below the window, each with its singular if it depends on a number.

    Raises:
        ToolFailedError: a template is not written out where a sentence is made.
    """
    files = (file for file in sorted(PROGRAM.rglob("*.py")) if file.relative_to(PROGRAM).parts[0] not in NOT_SHOWN)
    found = [wording for file in files for wording in _wordings_of(file)]
    models = json.loads(CATALOGUE.read_text(encoding="utf-8"))["models"]
    strengths = [(model["strengths"].replace("{", "{{").replace("}", "}}"), "") for model in models]
    return list(dict.fromkeys(found + strengths))


def _wordings_of(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id == "worded":
            yield _written_out(node.args[0], file), ""
        elif node.func.id == "worded_count":
            yield _written_out(node.args[1], file), _written_out(node.args[0], file)


def _written_out(template: ast.expr, file: Path) -> str:
    if isinstance(template, ast.Constant) and isinstance(template.value, str):
        return template.value
    raise ToolFailedError(f"{file.relative_to(ROOT)}, line {template.lineno}: write the template out here.")


def _marks(templates: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Lines that Qt's tool gathers; it knows nothing of `worded`."""
    for template, singular in templates:
        escaped = template.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        if singular:
            yield f"#: With a count of one: {singular}"
        number = ', "", 1' if singular else ""
        yield f'QT_TRANSLATE_NOOP("{WORDINGS}", "{escaped}"{number})'


def english_forms(source: str) -> tuple[str, str]:
    """Singular and plural of a string with a number: "%n file(s)" → "%n file", "%n files"."""
    return source.replace("(s)", ""), source.replace("(s)", "s")


def _form_plurals(file: Path) -> None:
    tree = ElementTree.parse(file)
    for message in tree.iterfind(".//message[@numerus='yes']"):
        translation = message.find("translation")
        if translation is None or translation.get("type") != "unfinished":
            continue  # somebody wrote forms of their own
        if "(s)" not in message.findtext("source", ""):
            continue  # a wording brings both of its forms along
        del translation.attrib["type"]
        for form, text in zip(translation, english_forms(message.findtext("source", "")), strict=True):
            form.text = text
    body = ElementTree.tostring(tree.getroot(), encoding="unicode", short_empty_elements=False)
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def _run(tool: str, *arguments: str | Path) -> str:
    program = shutil.which(tool, path=str(Path(sys.executable).parent))
    if program is None:
        raise ToolFailedError(f"{tool} is not beside {sys.executable}; it comes with PySide6.")
    command = [program, *(str(argument) for argument in arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailedError(f"{tool} failed: {done.stderr or done.stdout}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
