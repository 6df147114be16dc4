"""Whether a model can be chatted with, told from its header before the engine is asked to load it.

Several of these faults make llama.cpp abort its process instead of refusing the file, so they are caught here.
What passes may still be refused by the engine; what fails here is never worth a try.
"""

from quantchat.core.architectures import (
    EMBEDDING_SENTENCE,
    ENGINE_ARCHITECTURES,
    WHY_A_FILE_CANNOT_CHAT,
    WHY_IT_CANNOT_CHAT,
)
from quantchat.core.bounded_reader import malformed
from quantchat.core.gguf import GgufHeader
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

MAX_LAYERS = 512
"""`LLAMA_MAX_LAYERS` of llama.cpp, which aborts beyond it."""

MAX_CONTEXT_LENGTH = 2**31 - 1
MAX_EMBEDDING_LENGTH = 2**20
MAX_TEMPLATE_BYTES = 2**18

_TOKENIZERS = frozenset({"llama", "bert", "gpt2", "hybriddna", "whitespace", "t5", "rwkv", "plamo2", "gemma4"})
_CHOOSE_ANOTHER = worded("Choose another model.")
_TRY_NEWER = worded("A newer QuantChat may.")


def check_model(header: GgufHeader) -> None:
    """Check that a file which is sound GGUF is also a model that can chat.

    Raises:
        KnownError: it is of another kind, of an unknown architecture, or lacks what a model needs.
    """
    _check_kind(header)
    if not header.tensors:
        raise malformed(worded("it holds no weights"))
    _check_figures(header)
    _check_tokenizer(header)


def _check_kind(header: GgufHeader) -> None:
    architecture = header.architecture
    reason = WHY_A_FILE_CANNOT_CHAT.get(header.text("general.type")) or WHY_IT_CANNOT_CHAT.get(architecture)
    if reason:
        raise KnownError(ErrorKind.OTHER, reason, _CHOOSE_ANOTHER)
    if not architecture:
        raise malformed(worded("it does not say of which architecture it is"))
    if architecture not in ENGINE_ARCHITECTURES:
        raise KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            worded(
                "This model is of the architecture “{architecture}”, which this version of the engine does not know.",
                architecture=plain_text(architecture),
            ),
            _TRY_NEWER,
        )
    looks_both_ways = header.metadata.get(f"{architecture}.attention.causal") is False
    if looks_both_ways or header.integer(f"{architecture}.pooling_type"):
        raise KnownError(ErrorKind.OTHER, EMBEDDING_SENTENCE, _CHOOSE_ANOTHER)


def _check_figures(header: GgufHeader) -> None:
    layers, context_length, embedding_length = (
        header.integer(f"{header.architecture}.{key}") for key in ("block_count", "context_length", "embedding_length")
    )
    if not 0 < layers <= MAX_LAYERS:
        raise malformed(worded("it claims {count:,} layers", count=layers))
    if not 0 < context_length <= MAX_CONTEXT_LENGTH:
        raise malformed(worded("it claims {count:,} tokens of context", count=context_length))
    if not 0 < embedding_length <= MAX_EMBEDDING_LENGTH:
        raise malformed(worded("it claims {count:,} numbers a token", count=embedding_length))


def _check_tokenizer(header: GgufHeader) -> None:
    tokenizer = header.text("tokenizer.ggml.model")
    if tokenizer in {"", "none", "no_vocab"} or not header.array_length("tokenizer.ggml.tokens"):
        raise malformed(worded("its vocabulary is missing"))
    if tokenizer not in _TOKENIZERS:
        raise KnownError(
            ErrorKind.UNKNOWN_ARCHITECTURE,
            worded(
                "This model uses the tokenizer “{tokenizer}”, which this version of the engine does not know.",
                tokenizer=plain_text(tokenizer),
            ),
            _TRY_NEWER,
        )
    has_merges = "tokenizer.ggml.merges" in header.metadata
    if tokenizer == "llama" and has_merges and "tokenizer.ggml.scores" not in header.metadata:
        raise malformed(worded("its vocabulary is not of the kind that it claims"))  # llama.cpp aborts on it
    if len(header.text("tokenizer.chat_template").encode()) > MAX_TEMPLATE_BYTES:
        raise malformed(worded("its chat template is longer than any real one"))
