"""The languages of the window: its own strings and Qt's, from the files shipped with the program.

Strings are written in English where they are used and looked up by Qt: `self.tr("New chat")` in classes of Qt, whose
names are the contexts, `QCoreApplication.translate("module_name", "…")` elsewhere. English has a file too, for its
plurals: "%n file(s)" is "1 file" or "2 files". `packaging/translations.py` makes and renews the files.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from quantchat.settings import resources_folder


def QT_TRANSLATE_NOOP(context: str, source: str, _comment: str = "", _number: int = 0) -> str:  # noqa: N802
    """Mark a string where it is written, to be looked up where it is used; the name is what Qt's tools look for.

    A string with a number, "%n file(s)", is marked with `"", 1` behind it: `QCoreApplication.translate` is not
    understood by those tools where its number is not written out. `self.tr("%n file(s)", "", count)` is.
    """
    del context
    return source


_OWN = "quantchat"
_QTS = "qtbase"


def translations_folder() -> Path:
    """Folder of the program's translations."""
    return resources_folder() / "translations"


def install_translations(
    application: QCoreApplication, locale: QLocale | None = None, folder: Path | None = None
) -> tuple[QTranslator, ...]:
    """Let the window speak the person's language, before the first widget is made; English where there is no other.

    Qt's own words, such as those of its file dialog, follow only into a language that QuantChat speaks too: a window
    in two languages would be worse than one in English.

    Args:
        application: what the translations are for; it owns them.
        locale: languages wanted, in their order; the system's if none is given.
        folder: where the files are; those shipped with the program if none is given.

    Returns:
        What was installed, for `QCoreApplication.removeTranslator`; nothing where the files are missing.
    """
    wanted = locale or QLocale.system()
    files = str(folder or translations_folder())
    english, own, qts = (QTranslator(application) for _ in range(3))
    installed = []
    if english.load(f"{_OWN}_en", files):
        installed.append(english)
    if own.load(wanted, _OWN, "_", files) and not _is_english(own):
        if qts.load(QLocale(own.language()), _QTS, "_", _qts_folder()):
            installed.append(qts)
        installed.append(own)
    for translator in (english, own, qts):
        if translator not in installed:
            translator.deleteLater()
    for translator in installed:  # the last one is asked first
        application.installTranslator(translator)
    return tuple(installed)


def _is_english(translator: QTranslator) -> bool:
    return QLocale(translator.language()).language() is QLocale.Language.English


def _qts_folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
