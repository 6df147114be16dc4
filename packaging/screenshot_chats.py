"""Conversations for the pictures: what a person could have on their disk, written by the store itself."""

from collections.abc import Sequence
from pathlib import Path

from quantchat.core.chat import AnswerFigures, MessageStatus, Role
from quantchat.store.conversations import ConversationStore

MODEL = ("Llama 3.1 8B Instruct", "Q5_K_M")
FIGURES = AnswerFigures(
    prompt_tokens=612,
    evaluated_tokens=96,
    answer_tokens=318,
    prefill_ms=390.0,
    decode_ms=8300.0,
    time_to_first_token_ms=400.0,
    reasoning_ms=2100.0,
    context_length=8192,
    context_used=2140,
    seed=1729,
)
REASONING = "The dates are strings. Sorting strings sorts by letters, so they have to be parsed first."

LONG_ANSWER = """Parse each string into a date, sort on that, and keep the strings as they are. **Do not sort the text
itself**: “3 Nov” would come after “21 Oct”.

```python
from datetime import datetime

def newest_first(dates):
    # strptime reads the day, the short month and the year
    return sorted(dates, key=lambda d: datetime.strptime(d, "%d %b %Y"),
                  reverse=True)
```

How the ways compare for a list of $n$ dates:

| Way | Time | Keeps the text |
|:--|:--|:-:|
| sort the strings | $O(n \\log n)$ | yes, in the wrong order |
| parse, then sort | $O(n \\log n)$ | yes |
| parse twice in the comparison | $O(n^2)$ at worst | yes |

The number of comparisons is about

$$ \\log_2 n! = \\sum_{k=1}^{n} \\log_2 k \\approx n \\log_2 n - \\frac{n}{\\ln 2} $$

- [x] works for `3 Nov 2026`
- [ ] full month names: try `%B` as a second format
"""

RTL_QUESTION = "ما هو الفرق بين Q4_K_M و Q8_0؟"
RTL_ANSWER = """الفرق هو عدد البتات لكل وزن:

1. يستخدم **Q4_K_M** حوالي 4.8 بت لكل وزن، فيكون الملف صغيرًا.
2. يستخدم **Q8_0** ثمانية بتات ونصفًا، فيكون أقرب إلى الأصل.

> إذا كانت الذاكرة قليلة فاختر Q4_K_M.

דוגמה בעברית: הקובץ `model.Q4_K_M.gguf` קטן יותר.
"""

ERROR = (
    "Another program or the system ended the engine that runs Llama 3.1 8B Instruct. What it had written is kept. "
    "The next message starts it again."
)

TITLES = (
    "Letter to the landlord about the heating",
    "Why is the sky blue?",
    "Recipe for eight people, no nuts",
    "Notes on the French Revolution",
    "Regular expressions, explained with examples from log files",
    "A name for a sailing boat",
)


def write_chats(path: Path, scene: str) -> None:
    """Write the conversations of a scene into an empty file; the one to be looked at is the newest."""
    store = ConversationStore.open(path).store
    try:
        for title in reversed(TITLES):
            _chat(store, title, [(title, "It depends.")])
        entries = store.conversations()
        folder = store.folders.create("House")
        store.folders.put(entries[0].id, folder.id)
        store.folders.put(entries[2].id, folder.id)
        store.pin_conversation(entries[3].id, is_pinned=True)
        store.drafts.keep(entries[1].id, "And at sunset?")
        _SCENES.get(scene, _long_answer)(store)
    finally:
        store.close()


def _chat(store: ConversationStore, title: str, turns: Sequence[tuple[str, str]]) -> int:
    conversation_id = store.create_conversation(title).id
    parent_id: int | None = None
    for question, answer in turns:
        asked = store.add_message(conversation_id, parent_id, Role.USER, question)
        parent_id = _answer(store, conversation_id, asked.id, answer)
    return conversation_id


def _answer(store: ConversationStore, conversation_id: int, parent_id: int, text: str, reasoning: str = "") -> int:
    model, quantization = MODEL
    answer = store.add_message(
        conversation_id, parent_id, Role.ASSISTANT, "", model_name=model, quantization=quantization
    )
    store.finish_message(answer.id, text, reasoning, MessageStatus.COMPLETE, figures=FIGURES)
    return answer.id


def _long_answer(store: ConversationStore) -> None:
    conversation_id = store.create_conversation("Sort a list of dates in Python").id
    question = "How do I sort these dates, newest first? They are strings like “3 Nov 2026”."
    asked = store.add_message(conversation_id, None, Role.USER, question)
    _answer(store, conversation_id, asked.id, "Use `sorted(dates, reverse=True)`.")
    _answer(store, conversation_id, asked.id, LONG_ANSWER, REASONING)


def _error(store: ConversationStore) -> None:
    conversation_id = store.create_conversation("A story about a storm").id
    asked = store.add_message(conversation_id, None, Role.USER, "Write a story about a ship in a storm.")
    model, quantization = MODEL
    answer = store.add_message(
        conversation_id, asked.id, Role.ASSISTANT, "", model_name=model, quantization=quantization
    )
    text = "The wind had been rising since noon, and by evening the *Meridian* was"
    store.finish_message(answer.id, text, "", MessageStatus.INTERRUPTED, error=ERROR)


def _right_to_left(store: ConversationStore) -> None:
    _chat(store, RTL_QUESTION, [(RTL_QUESTION, RTL_ANSWER)])


def _thousand_messages(store: ConversationStore) -> None:
    answers = ("It depends on the season.", LONG_ANSWER, "Yes, with one exception:\n\n- on Sundays\n- at night")
    turns = [(f"Question {number} of five hundred?", answers[number % len(answers)]) for number in range(1, 501)]
    _chat(store, "Five hundred questions", turns)


_SCENES = {
    "error": _error,
    "right-to-left": _right_to_left,
    "thousand": _thousand_messages,
}
