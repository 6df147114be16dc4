"""Conversations as one HTML page that needs nothing else: no script, no picture, no address it would fetch.

Every text is escaped, and the page forbids the browser in its head to run or load anything, should a text slip through.
Code is set off from prose; the rest of the Markdown is left as it was written.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from quantchat.core.conversation_markdown import UNTITLED, ending_note, speaker, written_at
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.markdown import BlockKind, split_markdown
from quantchat.core.plain_text import plain_text

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; margin-top: 3rem; }}
h2 {{ font-size: 1rem; margin: 2rem 0 .5rem; }}
p, summary {{ margin: .75rem 0; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.note, time, summary {{ color: GrayText; }}
pre {{ border: 1px solid GrayText; border-radius: .4rem; padding: .75rem; overflow-x: auto; }}
code {{ font-family: ui-monospace, monospace; }}
</style>
</head>
<body>
"""


def conversations_to_html(records: Iterable[ConversationRecord], title: str = UNTITLED) -> Iterator[str]:
    """The page, piece by piece: the branch that is shown of each conversation.

    Args:
        records: the conversations.
        title: of the page, as the browser shows it.
    """
    yield _HEAD.format(title=escape(plain_text(title) or UNTITLED))
    for record in records:
        yield from _article(record)
    yield "</body>\n</html>\n"


def _article(record: ConversationRecord) -> Iterator[str]:
    title = escape(plain_text(record.title, 500) or UNTITLED)
    yield f'<article>\n<h1 dir="auto">{title}</h1>\n<time>{written_at(record.created_at)}</time>\n'
    if record.settings.system_prompt:
        yield f"<section>\n<h2>System prompt</h2>\n{_prose(record.settings.system_prompt)}</section>\n"
    for message in record.selected_branch():
        yield _section(message)
    yield "</article>\n"


def _section(message: MessageRecord) -> str:
    parts = [f"<section>\n<h2>{escape(plain_text(speaker(message)))}</h2>\n"]
    if message.reasoning.strip():
        parts.append(f"<details><summary>Reasoning</summary>\n{_prose(message.reasoning)}</details>\n")
    parts += _blocks(message.content)
    if note := ending_note(message):
        parts.append(f'<p class="note">{escape(note)}</p>\n')
    parts.append("</section>\n")
    return "".join(parts)


def _blocks(text: str) -> Sequence[str]:
    return [
        f"<pre><code>{escape(block.code)}</code></pre>\n" if block.kind is BlockKind.CODE else _prose(block.source)
        for block in split_markdown(text)
        if block.source.strip()
    ]


def _prose(text: str) -> str:
    return f'<p class="text" dir="auto">{escape(text.strip())}</p>\n'
