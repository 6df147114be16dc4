"""Work on model files that takes minutes and goes on while the person chats: downloads and quantizations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transfer:
    """How one piece of work stands, as the window shows it.

    Attributes:
        key: tells it from others.
        card_key: of the model that it belongs to in the picker.
        title: what becomes of it: "Qwen3 4B in Q4_K_M".
        detail: how far it is, in words: "1.2 of 2.5 GB, 2 minutes left".
        fraction: 0 to 1; None where that is not known yet.
        is_paused: it rests until the person goes on.
        can_pause: it can be made to rest; a quantization cannot.
        problem: why it failed, as a sentence, which may be a `Wording`; empty if it did not.
        is_on_network: it sends and receives just now.
    """

    key: str
    card_key: str
    title: str
    detail: str
    fraction: float | None = None
    is_paused: bool = False
    can_pause: bool = True
    problem: str = ""
    is_on_network: bool = False
