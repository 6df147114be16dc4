"""Assistants: a name under which a system prompt, a model and a sampling are kept to begin conversations with.

Values and their JSON form only; where the file lies is not known here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.core.sampling_choice_json import choice_from_object, choice_to_object
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

FORMAT = "quantchat-assistants"
VERSION = 1

MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_ASSISTANTS = 200
MAX_NAME_CHARS = 80
MAX_PROMPT_CHARS = 32_000
MAX_PATH_CHARS = 4096
_MAX_ID_CHARS = 64


@dataclass(frozen=True, slots=True)
class Assistant:
    """What a conversation may begin with.

    Attributes:
        id: under which a conversation remembers it; never shown.
        name: given by the person.
        system_prompt: what the model is told before the first message; empty for nothing.
        model_path: the model it wants, empty for the one in use.
        sampling: what it decides of the sampling; the rest is the model's or the program's.
    """

    id: str
    name: str
    system_prompt: str = ""
    model_path: str = ""
    sampling: SamplingChoice = NOTHING_CHOSEN


BUILT_IN = (
    Assistant("plain", "Plain"),
    Assistant(
        "writer",
        "Writer",
        "You help with writing. Write clear, lively prose in the language and tone of the person. Keep to what they "
        "told you; where something is missing, say what you made up. When asked to revise a text, give the revised "
        "text first and then, in a few words, what you changed.",
        sampling=SamplingChoice(temperature=0.9, top_p=0.95),
    ),
    Assistant(
        "coder",
        "Coder",
        "You help with programming. Answer with complete, working code in fenced blocks that name the language, and "
        "only as much explanation as is needed. Do not invent functions or options; if you are not sure that something "
        "exists, say so. Point out errors in the question.",
        sampling=SamplingChoice(temperature=0.2, top_p=0.9, repeat_penalty=1.0),
    ),
    Assistant(
        "translator",
        "Translator",
        "You translate. Translate each message into English, or into the language the person names; translate English "
        "into the language used before. Give only the translation, keep names, numbers and formatting, and do not "
        "answer questions that stand in the text.",
        sampling=SamplingChoice(temperature=0.3, repeat_penalty=1.0),
    ),
    Assistant(
        "tutor",
        "Tutor",
        "You are a patient tutor. Explain one step at a time in plain words with a small example, and end with one "
        "short question that shows whether it was understood. If an answer is wrong, say so kindly and say why. If you "
        "do not know something, say so.",
        sampling=SamplingChoice(temperature=0.6),
    ),
)
"""What comes with the program. Plain leaves everything to the model."""

PLAIN = BUILT_IN[0]
"""What a conversation has that was given no assistant; the only one that stays as it is."""


def check_name(name: str, taken: Iterable[str]) -> None:
    """Refuse a name that an assistant cannot have.

    Args:
        name: what it shall be called.
        taken: names of the other assistants.

    Raises:
        KnownError: it is empty, too long or another assistant's.
    """
    wanted = name.strip()
    if not wanted:
        raise KnownError(ErrorKind.OTHER, worded("An assistant needs a name."))
    if len(wanted) > MAX_NAME_CHARS:
        raise KnownError(ErrorKind.OTHER, worded("A name can have at most {most} characters.", most=MAX_NAME_CHARS))
    if wanted.casefold() in {other.casefold() for other in taken}:
        raise KnownError(
            ErrorKind.OTHER,
            worded("There is an assistant named “{name}” already.", name=wanted),
            worded("Choose another name."),
        )


def check_prompt(prompt: str) -> None:
    """Refuse a system prompt that is too long to be kept with an assistant.

    Raises:
        KnownError: how long it may be.
    """
    if len(prompt) > MAX_PROMPT_CHARS:
        raise KnownError(
            ErrorKind.OTHER,
            worded(
                "The system prompt of an assistant can have at most {most:,} characters; this one has {count:,}.",
                most=MAX_PROMPT_CHARS,
                count=len(prompt),
            ),
            worded("Shorten it."),
        )


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name itself where nobody has it, else with the first number that makes it one of its own."""
    others = {other.casefold() for other in taken}
    name = wanted = wanted.strip()[:MAX_NAME_CHARS]
    number = 2
    while name.casefold() in others:
        ending = f" {number}"
        name = wanted[: MAX_NAME_CHARS - len(ending)] + ending
        number += 1
    return name


def assistants_to_bytes(assistants: Sequence[Assistant]) -> bytes:
    """Write assistants as a JSON file."""
    written = [
        {
            "id": assistant.id,
            "name": assistant.name,
            "system_prompt": assistant.system_prompt,
            "model_path": assistant.model_path,
            "sampling": choice_to_object(assistant.sampling),
        }
        for assistant in assistants
    ]
    document = {"format": FORMAT, "version": VERSION, "assistants": written}
    return json.dumps(document, indent=2, ensure_ascii=True).encode("ascii")


def assistants_from_bytes(data: bytes) -> tuple[Assistant, ...]:
    """Read assistants; keys that are not known are passed over.

    Raises:
        KnownError: it is no such file, a value is too long or none that is possible, or a name or an id occurs twice.
    """
    if len(data) > MAX_FILE_BYTES:
        raise _refusal(
            worded("This file of assistants is larger than {mebibytes} MiB", mebibytes=MAX_FILE_BYTES // 1024**2)
        )
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:  # broken UTF-8 is a ValueError too
        raise _refusal(worded("This file of assistants is not valid JSON")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refusal(worded("This file of assistants was not written by QuantChat"))
    if document.get("version") != VERSION:
        raise _refusal(worded("This file of assistants was written by another version of QuantChat"))
    listed = document.get("assistants")
    if not isinstance(listed, list) or len(listed) > MAX_ASSISTANTS:
        raise _refusal(worded("This file of assistants has no list of at most {most} assistants", most=MAX_ASSISTANTS))
    assistants = tuple(_assistant(item) for item in listed)
    for kind, values in (("id", [a.id for a in assistants]), ("name", [a.name.casefold() for a in assistants])):
        if len(set(values)) < len(values):
            raise _refusal(worded("This file of assistants has two assistants with the same {key}", key=kind))
    return assistants


def _assistant(item: object) -> Assistant:
    if not isinstance(item, dict):
        raise _refusal(worded("This file of assistants has an entry that is no assistant"))
    sampling = item.get("sampling") or {}
    if not isinstance(sampling, dict):
        raise _refusal(worded("This file of assistants has an assistant whose sampling is no object"))
    return Assistant(
        id=_text(item, "id", _MAX_ID_CHARS, may_be_empty=False),
        name=_text(item, "name", MAX_NAME_CHARS, may_be_empty=False).strip(),
        system_prompt=_text(item, "system_prompt", MAX_PROMPT_CHARS),
        model_path=_text(item, "model_path", MAX_PATH_CHARS),
        sampling=choice_from_object(sampling),
    )


def _text(item: Mapping[str, object], key: str, max_chars: int, *, may_be_empty: bool = True) -> str:
    value = item.get(key, "")
    if not isinstance(value, str) or len(value) > max_chars:
        raise _refusal(
            worded(
                "This file of assistants has an assistant whose {key} is no text of at most {most:,} characters",
                key=key,
                most=max_chars,
            )
        )
    if not may_be_empty and not value.strip():
        raise _refusal(worded("This file of assistants has an assistant without {key}", key=key))
    return value


def _refusal(fault: Wording) -> KnownError:
    return KnownError(
        ErrorKind.MALFORMED,
        worded("{fault}, so nothing was taken from it.", fault=fault),
        worded("Choose another file, or export it again."),
    )
