"""The formats a conversation can be exported in, and what the file is called."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

from quantchat.core.conversation_html import conversations_to_html
from quantchat.core.conversation_json import conversations_to_json
from quantchat.core.conversation_markdown import UNTITLED, conversations_to_markdown
from quantchat.core.conversation_record import ConversationRecord
from quantchat.core.plain_text import plain_text


class ExportFormat(StrEnum):
    """A format of an exported file; the value is what its name ends with.

    `JSON` holds everything and can be imported again, the others hold the branch that is shown, for people.
    """

    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


def exported(
    records: Iterable[ConversationRecord], export_format: ExportFormat, title: str = UNTITLED
) -> Iterator[str]:
    """The text of a file with these conversations, piece by piece; `title` is the page's where it is one."""
    match export_format:
        case ExportFormat.MARKDOWN:
            return conversations_to_markdown(records)
        case ExportFormat.JSON:
            return conversations_to_json(records)
        case ExportFormat.HTML:
            return conversations_to_html(records, title)


def file_name(title: str, export_format: ExportFormat) -> str:
    """A file name made of a title, fit for every system."""
    letters = unicodedata.normalize("NFC", plain_text(title, 80))
    stem = re.sub(r'[\\/:*?"<>|…]+', " ", letters)
    stem = " ".join(stem.split()).strip(" .") or UNTITLED
    if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem):  # names of devices on Windows
        stem = f"{stem} {UNTITLED.lower()}"
    while len(stem.encode()) > 200:
        stem = stem[:-1].rstrip()
    return f"{stem}.{export_format}"
