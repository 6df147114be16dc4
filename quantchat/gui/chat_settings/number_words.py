"""Numbers as people write them in a field, and values as they are shown there."""

import re

from PySide6.QtCore import QLocale

from quantchat.core.sampling_ranges import Range

_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_FRACTION = re.compile(r"-?(?:\d{1,12}(?:[.,]\d{0,12})?|[.,]\d{1,12})", re.ASCII)


def number_from(text: str, allowed: Range) -> float | None:
    """Read a number, with a decimal point or comma; None where it is none or not allowed."""
    written = text.strip().replace("\u2212", "-")
    if allowed.is_whole:
        if _GROUPED.fullmatch(written):
            written = re.sub(r"\D", "", written)
        number = float(written) if _WHOLE.fullmatch(written) else None
    else:
        number = float(written.replace(",", ".")) if _FRACTION.fullmatch(written) else None
    return number if number is not None and allowed.holds(number) else None


def number_text(number: float) -> str:
    """A number as it stands in a field: no more decimals than it has, behind a point or comma as the country writes."""
    if number == int(number):
        return str(int(number))
    written = f"{number:.6g}"
    return written.replace(".", ",") if QLocale().decimalPoint() == "," else written
