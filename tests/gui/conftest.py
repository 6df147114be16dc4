"""Every widget is shown in English, with its plurals, whatever the machine's language is; or in a pseudo language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from quantchat.gui.translations import install_translations
from tests.gui.pseudo_language import pseudo_language


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    installed = install_translations(qapp, QLocale(QLocale.Language.English))
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


@pytest.fixture(scope="session")
def compiled_pseudo_language(tmp_path_factory: pytest.TempPathFactory) -> QTranslator:
    return pseudo_language(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def pseudo(qapp: QApplication, compiled_pseudo_language: QTranslator) -> Iterator[None]:
    """The window's strings stand in brackets while the test runs; ask for it before anything that makes widgets."""
    qapp.installTranslator(compiled_pseudo_language)
    yield
    qapp.removeTranslator(compiled_pseudo_language)
