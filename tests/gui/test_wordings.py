"""What is told below the window is said in the window's language, with numbers as the person's country writes them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from quantchat.gui.wordings import number_text, translated
from quantchat.wording import joined, verbatim, worded, worded_count
from translations import compile_translation

GERMAN = """<?xml version="1.0" encoding="utf-8"?>
<TS version="2.1" language="de"><context><name>wordings</name>
<message><source>{file} takes {size:.1f} GB.</source><translation>{size:.1f} GB braucht {file}.</translation></message>
<message><source>the model</source><translation>das Modell</translation></message>
<message><source>It has {tokens:,} tokens.</source><translation>Es hat {tokens:,} Token.</translation></message>
<message numerus="yes"><source>{count} files</source><translation>
<numerusform>{count} Datei</numerusform><numerusform>{count} Dateien</numerusform></translation></message>
</context></TS>"""


@pytest.fixture
def german(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    source = tmp_path / "quantchat_de.ts"
    source.write_text(GERMAN, encoding="utf-8")
    compile_translation(source, tmp_path)
    translator, before = QTranslator(), QLocale()
    assert translator.load("quantchat_de", str(tmp_path))
    QCoreApplication.installTranslator(translator)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("german")
def test_a_sentence_is_said_in_another_order_with_what_it_holds_translated_too() -> None:
    said = worded("{file} takes {size:.1f} GB.", file=worded("the model"), size=4.94)
    assert translated(said) == "4,9 GB braucht das Modell."
    assert translated(joined((said, worded("It has {tokens:,} tokens.", tokens=8192)))) == (
        "4,9 GB braucht das Modell. Es hat 8.192 Token."
    )


@pytest.mark.usefixtures("german")
def test_numbers_take_the_forms_of_the_language() -> None:
    told = [translated(worded_count("{count} file", "{count} files", count=count)) for count in (1, 2)]
    assert told == ["1 Datei", "2 Dateien"]


@pytest.mark.usefixtures("german")
def test_names_are_not_translated_and_what_nobody_translated_stays_english() -> None:
    assert translated(verbatim("the model")) == "the model"
    assert translated(worded("{file} is missing.", file="Qwen 2.5.gguf")) == "Qwen 2.5.gguf is missing."
    assert translated("the model") == "the model"


def test_english_has_its_plurals_without_a_file(qapp: QApplication) -> None:
    told = [translated(worded_count("{count} file", "{count} files", count=count)) for count in (1, 2, 2**64)]
    assert told == ["1 file", "2 files", "18446744073709551616 files"]


@pytest.mark.usefixtures("german")
def test_the_windows_own_numbers_are_written_the_same_way() -> None:
    assert (number_text(8192), number_text(4.94, ".1f")) == ("8.192", "4,9")
