"""The errors QuantChat knows, told apart by whose fault they are.

A `KnownError` comes from the world (a full disk, a broken file, too little memory): it is a sentence for the
person and is shown where the action was taken. Anything else is a bug: it goes to the log with one notice.
"""

from enum import StrEnum

from quantchat.wording import NO_WORDS, Wording, joined


class ErrorKind(StrEnum):
    """What went wrong, for code that reacts to it; people read the sentence."""

    NOT_GGUF = "not_gguf"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    UNKNOWN_ARCHITECTURE = "unknown_architecture"
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    OUT_OF_MEMORY = "out_of_memory"
    PROMPT_EMPTY = "prompt_empty"
    PROMPT_TOO_LONG = "prompt_too_long"
    TEMPLATE = "template"
    ENGINE_CRASHED = "engine_crashed"
    ENGINE_KILLED = "engine_killed"
    ENGINE_HUNG = "engine_hung"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    CRASHES_REPEATEDLY = "crashes_repeatedly"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    STORE_DAMAGED = "store_damaged"
    STORE_NEWER = "store_newer"
    STORE_BUSY = "store_busy"
    NETWORK = "network"
    ACCESS_TOKEN_NEEDED = "access_token_needed"
    ACCESS_TERMS = "access_terms"
    ACCESS_REFUSED = "access_refused"
    NOT_FOUND = "not_found"
    RATE_LIMITED = "rate_limited"
    CHECKSUM = "checksum"
    CANCELLED = "cancelled"
    OTHER = "other"


class KnownError(Exception):
    """A failure of the world around the program, told as sentences.

    Attributes:
        kind: what happened, for code.
        sentence: what happened and what it means, for the person.
        hint: what the person can do about it; may be empty.
    """

    def __init__(self, kind: ErrorKind, sentence: Wording, hint: Wording = NO_WORDS) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.hint = hint

    @property
    def text(self) -> Wording:
        """Sentence and hint as one line for the person."""
        return joined((self.sentence, self.hint))
