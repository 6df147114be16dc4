"""One model's way through smaller and smaller plans until it fits into memory."""

from dataclasses import replace
from pathlib import Path

from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.plan import LoadPlan, context_within
from quantchat.core.plan_steps import changes_between, smaller_plan
from quantchat.engine.memory_shortage import NotEnoughMemory, is_gpu, memory_name
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording, joined, listed, worded

MOST_STEPS = 6
"""A try may take minutes for a large model, so after these the person decides."""


_REFUSED = frozenset({ErrorKind.OTHER, ErrorKind.MALFORMED, ErrorKind.ENGINE_CRASHED})


class LoadAttempts:
    """Knows which plan was asked for, which one is to be loaded now, and what was changed in between and why.

    Attributes:
        wanted: the plan that was asked for.
        plan: the plan to load now: the wanted one, or a smaller one since that did not fit.
    """

    def __init__(self, wanted: LoadPlan, *, may_step_down: bool) -> None:
        self.wanted = wanted
        self._may_step_down = may_step_down
        self._start_over()

    def _start_over(self) -> None:
        self.plan = self.wanted
        self._steps_left = MOST_STEPS
        self._asked = self.wanted  # as the file allows it, once a step was taken
        self._layers = 0
        self._lacking: dict[Wording, None] = {}
        self._may_quantize_kv = True
        self._before_quantized_kv: LoadPlan | None = None

    def step_down(self, error: KnownError) -> Wording | None:
        """Go to the next smaller plan after a failure; return what is changed and why, None if nothing will help."""
        if not self._may_step_down or not self._steps_left:
            return None
        if error.kind is ErrorKind.OUT_OF_MEMORY:
            return self._make_smaller(error)
        if self._before_quantized_kv is not None and error.kind in _REFUSED:
            # Head sizes that q8_0 does not suit, or no flash attention for this architecture: undo that step.
            self.plan, self._may_quantize_kv = self._before_quantized_kv, False
            return self._without_quantized_kv()
        return None

    @property
    def changes(self) -> Wording:
        """What is smaller than asked for, to follow the word "with" in a sentence; empty if nothing is."""
        return changes_between(self._asked, self.plan, self._layers)

    def success(self) -> Wording:
        """The plan is loaded: return what differs from what was asked for and why, empty if nothing does.

        The smaller plan stays; should it not fit another day, all steps are at hand again.
        """
        self._end()
        if not self.changes:
            return NO_WORDS
        return worded(
            "There was not enough free {memory} for {model} as asked for; it was loaded with {changes}.",
            memory=listed(self._lacking),
            model=self._name,
            changes=self.changes,
        )

    def failure(self, error: KnownError) -> KnownError:
        """Nothing helped, or something else is wrong: return what the person is told, with what was tried.

        What did not fit in the end is tried as wanted the next time: memory may be free again by then.
        """
        self._end()
        if error.kind is not ErrorKind.OUT_OF_MEMORY:
            return error
        tried = self.changes
        self._start_over()
        if not tried:
            return error
        device = error.device if isinstance(error, NotEnoughMemory) else ""
        fits_not_even = worded("It does not even fit with {changes}.", changes=tried)
        return NotEnoughMemory(joined((error.sentence, fits_not_even)), error.hint, device)

    def _end(self) -> None:
        self._steps_left = MOST_STEPS
        self._before_quantized_kv = None

    @property
    def _name(self) -> str:
        return Path(self.wanted.model_path).name

    def _make_smaller(self, error: KnownError) -> Wording | None:
        device, is_for_weights = "", False
        if isinstance(error, NotEnoughMemory):
            device, is_for_weights = error.device, error.is_for_weights
        if is_for_weights and not is_gpu(device):
            return None  # nothing that comes after the weights makes room for them
        if self.plan == self.wanted:
            self._read_what_was_asked()
        lacking = memory_name(device)
        self._lacking[lacking] = None
        change = self._take_step(failed_on_gpu=is_gpu(device))
        if change is None:
            return None
        return worded(
            "There was not enough free {memory} for {model}; now trying with {changes}.",
            memory=lacking,
            model=self._name,
            changes=change,
        )

    def _without_quantized_kv(self) -> Wording | None:
        change = self._take_step(failed_on_gpu=False)
        if change is None:
            return None
        return worded(
            "{model} cannot keep its KV cache in q8_0; now trying with {changes}.", model=self._name, changes=change
        )

    def _take_step(self, *, failed_on_gpu: bool) -> Wording | None:
        """Make the plan smaller; return what is smaller, None where nothing is left to be."""
        step = smaller_plan(self.plan, failed_on_gpu, self._layers, may_quantize_kv=self._may_quantize_kv)
        if step is None:
            return None
        self._steps_left -= 1
        self._before_quantized_kv = self.plan if step.plan.kv_type is not self.plan.kv_type else None
        self.plan = step.plan
        return step.change

    def _read_what_was_asked(self) -> None:
        """Put the file's figures in place of "all layers" and of a context longer than the model was trained for."""
        header = _header(Path(self.wanted.model_path))
        trained, blocks = 0, 0
        if header is not None:
            trained = header.integer(f"{header.architecture}.context_length")
            blocks = header.integer(f"{header.architecture}.block_count")
        every_layer = blocks + 1 if blocks else max(0, self.wanted.gpu_layers)  # the output layer counts
        self._layers = every_layer if self.wanted.gpu_layers < 0 else min(self.wanted.gpu_layers, every_layer)
        context_length = context_within(self.wanted.context_length, trained)
        self._asked = self.plan = replace(self.wanted, context_length=context_length)


def _header(path: Path) -> GgufHeader | None:
    """The header of the first or only file of a model; None where it cannot be read, and plain steps must do."""
    try:
        with path.open("rb") as file:
            return read_header(file, path.stat().st_size)
    except (OSError, KnownError):
        return None
