"""Renews the files in resources/translations: gathers the window's strings, and compiles what translators wrote.

Run as `.venv/bin/python packaging/translations.py`; `… translations.py de` begins a language. A translator edits the
.ts file, with Qt Linguist or by hand, and runs this again. `quantchat_en.ts` is the template with all strings; itself
it says only how English forms its plurals, which are read off the strings: "%n file(s)" is "1 file", "2 files".
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "quantchat" / "gui"
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = "quantchat_en.ts"


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
    _run("pyside6-lupdate", *options, *(["-pluralonly"] if only_plurals else []), *sources, "-ts", *files)
    for file in files:
        if file.name == TEMPLATE:
            _form_plurals(file)


def compile_translation(file: Path, folder: Path) -> str:
    """Compile a .ts file to the .qm file that the program reads; return what Qt says about it.

    Raises:
        ToolFailedError: the file is damaged.
    """
    return _run("pyside6-lrelease", file, "-qm", folder / f"{file.stem}.qm")


def english_forms(source: str) -> tuple[str, str]:
    """Singular and plural of a string with a number: "%n file(s)" → "%n file", "%n files"."""
    return source.replace("(s)", ""), source.replace("(s)", "s")


def _form_plurals(file: Path) -> None:
    tree = ElementTree.parse(file)
    for message in tree.iterfind(".//message[@numerus='yes']"):
        translation = message.find("translation")
        if translation is None or translation.get("type") != "unfinished":
            continue  # somebody wrote forms of their own
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
