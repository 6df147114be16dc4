"""Says in the person's language what was made below the window: errors, and the reasons of the advice."""

from string import Formatter

from PySide6.QtCore import QCoreApplication, QLocale

from quantchat.wording import Wording

_CONTEXT = "wordings"
_MOST_COUNT = 2**31 - 1
"""Qt counts in 32 bits; a larger number, which a damaged file may name, takes the same form."""


def translated(text: str) -> str:
    """A sentence made below the window in its language; any other text as it is.

    Whatever shows a text that may come from below (a `KnownError`, a reason, a size) calls this with the value that it
    was handed: what was put into another string before is plain English.
    """
    if not isinstance(text, Wording):
        return text
    values = {name: translated(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return _LocalizedNumbers().vformat(_template(text), (), values)


def number_text(number: float, form: str = ",") -> str:
    """A number as the person's country writes it: "8,192", "4,9".

    Args:
        number: an integer or a fraction.
        form: how, in Python's format language; integers in groups of three unless it is empty.
    """
    return _LocalizedNumbers().format_field(number, form)


def _template(text: Wording) -> str:
    """The template in the window's language, in the form that its number takes; in English if there is none."""
    if not text.one:
        return QCoreApplication.translate(_CONTEXT, text.template)
    count = int(text.values["count"])
    found = QCoreApplication.translate(_CONTEXT, text.template, "", min(count, _MOST_COUNT))
    return text.one if found == text.template and count == 1 else found


class _LocalizedNumbers(Formatter):
    """Fills templates in with numbers as the person's country writes them."""

    def format_field(self, value: object, format_spec: str) -> str:
        written = str(super().format_field(value, format_spec))
        locale = QLocale()
        if not isinstance(value, int | float) or locale.language() is QLocale.Language.C:
            return written  # the C locale has no groups of digits
        places = {",": locale.groupSeparator(), ".": locale.decimalPoint()}
        return "".join(places.get(character, character) for character in written)
