"""Names for people, made from what a file says and from what it is called.

A file name carries the quantization ("SmolLM2-135M-Instruct.Q4_1"), which is shown on its own, and the name inside
a file is often that of a training run. Neither is trusted to be short or printable.
"""

import re

from quantchat.core.gguf import GgufHeader
from quantchat.core.plain_text import plain_text

_QUANTIZATION = (
    r"(?:ud[-_.])?(?:i1[-_.])?"
    r"(?:iq[1-4]_[a-z0-9_]+|tq[12]_0|q[1-8](?:_[a-z0-9_]+)?|bf16|fp?16|fp?32|mxfp4(?:_moe)?|nvfp4)"
    r"(?:[-_.]imat[a-z]*)?"
)
_SUFFIX = re.compile(rf"[-_. ](?:{_QUANTIZATION}|gguf|\d{{5}}-of-\d{{5}})$", re.IGNORECASE)
_MAX_CHARS = 60


def file_display_name(stem: str) -> str:
    """Name for people from a file name without its ending: "SmolLM2 135M Instruct"."""
    return _readable(stem) or plain_text(stem) or "Model without a name"


def display_name(header: GgufHeader, stem: str) -> str:
    """Name for people of a model.

    The file name is what the person downloaded, so it is taken if it agrees with the header about the model; a
    name such as "ggml-model-q4_0" does not, and the name inside the file is taken.
    """
    name = _readable(header.text("general.name").rpartition("/")[2])
    family = header.text("general.basename") or name.partition(" ")[0]
    if _letters(family) and _letters(family) in _letters(stem):
        return file_display_name(stem)
    composed = " ".join(header.text(f"general.{key}") for key in ("basename", "size_label", "finetune"))
    return name or _readable(composed) or file_display_name(stem)


def _readable(text: str) -> str:
    """`text` as words without quantization suffixes; empty if no letter or digit is in it."""
    rest = plain_text(text, max_chars=255)
    while (shorter := _SUFFIX.sub("", rest)) != rest:
        rest = shorter
    words = plain_text(re.sub(r"[-_\s]+", " ", rest), _MAX_CHARS)
    return words if _letters(words) else ""


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
