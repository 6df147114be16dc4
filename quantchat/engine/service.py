"""What the engine child does: carries out the app's commands and tells what comes of them."""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import llama_cpp.llama_cpp as llama

from quantchat.core.chat import AnswerFigures
from quantchat.core.plan import LoadPlan
from quantchat.core.sampling_choice import RECOMMENDATION_KEYS, recommended_sampling
from quantchat.engine.benchmark import run_benchmark
from quantchat.engine.failures import no_model
from quantchat.engine.generation import Conversation
from quantchat.engine.inbox import Inbox
from quantchat.engine.memory_shortage import MAIN_MEMORY, MemoryShortage
from quantchat.engine.memory_use import measured_memory, resident_memory
from quantchat.engine.model import DecodeAborted, Model
from quantchat.engine.protocol import (
    PROTOCOL_VERSION,
    Benchmark,
    Command,
    Event,
    Finished,
    FinishReason,
    Generate,
    GenerationFailed,
    Hello,
    Load,
    Loaded,
    LoadFailed,
    LoadProgress,
    Quantize,
    encode,
)
from quantchat.engine.quantize import quantize
from quantchat.engine.template import (
    CHATML_FALLBACK,
    PLAIN_FALLBACK,
    PLAIN_FALLBACK_STOPS,
    ChatTemplate,
    SpecialTexts,
)
from quantchat.errors import KnownError
from quantchat.native.backends import load_backends
from quantchat.native.channel import Channel, ChannelClosed
from quantchat.native.native_log import NativeLog
from quantchat.probe.processor import allowed_physical_cores
from quantchat.wording import NO_WORDS, Wording, worded

_PROGRESS_STEP = 0.01


class EngineService:
    """Holds at most one model and serves the app until the pipe closes."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._inbox = Inbox(channel)
        self._log = NativeLog(errors_to=sys.stderr)
        self._model: Model | None = None
        self._conversation: Conversation | None = None

    def run(self) -> None:
        """Serve until the app is gone."""
        try:
            self._emit(Hello(PROTOCOL_VERSION, version("llama-cpp-python")))
            self._inbox.start()
            command = self._inbox.next_command()
            load_backends()  # not before: a GPU's would take memory that a plan being made counts as free
            llama.llama_backend_init()
            while True:
                self._carry_out(command)
                command = self._inbox.next_command()
        except ChannelClosed:
            return

    def _carry_out(self, command: Command) -> None:
        if isinstance(command, Load):
            self._load(command.plan)
        elif isinstance(command, Generate | Benchmark):
            self._work_on(command)
        elif isinstance(command, Quantize):
            quantize(command, self._emit)

    def _emit(self, event: Event) -> None:
        self._channel.send(encode(event))

    def _load(self, plan: LoadPlan) -> None:
        began = time.perf_counter()
        memory_before = resident_memory()
        threads = plan.threads or allowed_physical_cores()
        try:
            model = Model(plan, threads, self._log, _ProgressSteps(self._emit))
            template, stops, notice = _chat_template(model)
            model.warm_up()
        except KnownError as error:
            self._emit(LoadFailed.of(error))
            return
        except MemoryError:
            self._emit(LoadFailed.of(MemoryShortage(MAIN_MEMORY).error(Path(plan.model_path).name)))
            return
        self._model = model
        self._conversation = Conversation(model, template, stops)
        load_seconds = time.perf_counter() - began
        gpu_layers = model.layers_on_gpu(plan.gpu_layers)
        self._emit(
            Loaded(
                name=model.metadata("general.name") or model.description,
                context_length=model.context_length,
                trained_context_length=model.trained_context_length,
                threads=threads,
                gpu_layers=gpu_layers,
                load_seconds=load_seconds,
                plan=replace(
                    plan,
                    context_length=model.context_length,
                    gpu_layers=gpu_layers,
                    batch=model.batch,
                    ubatch=model.ubatch,
                    threads=threads,
                ),
                memory=measured_memory(memory_before, resident_memory(), self._log.text),
                notice=notice,
                recommended=recommended_sampling({key: model.metadata(key) for key in RECOMMENDATION_KEYS.values()}),
            )
        )

    def _work_on(self, request: Generate | Benchmark) -> None:
        if self._conversation is None or self._model is None:
            self._emit(_failed(request.generation_id, no_model()))
            return
        if not self._inbox.begin(request.generation_id, self._model.abort):
            self._emit(_stopped(request.generation_id))
            return
        try:
            if isinstance(request, Generate):
                self._conversation.answer(request, self._emit)
            else:
                self._conversation.forget()
                run_benchmark(self._model, request, self._emit)
        except DecodeAborted:
            self._emit(_stopped(request.generation_id))
        except KnownError as error:
            self._emit(_failed(request.generation_id, error))
        finally:
            self._inbox.end()


class _ProgressSteps:
    """Passes load progress on in steps of a hundredth: llama.cpp tells it hundreds of times."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self._emit = emit
        self._last = 0.0

    def __call__(self, fraction: float) -> None:
        if fraction - self._last >= _PROGRESS_STEP or fraction >= 1.0:
            self._last = fraction
            self._emit(LoadProgress(fraction))


def _chat_template(model: Model) -> tuple[ChatTemplate, tuple[str, ...], Wording]:
    """Return the template to use, the stop strings it needs and a notice where it is not the file's own."""
    special = SpecialTexts(bos=model.bos_text, eos=model.eos_text)
    if source := model.chat_template:
        return ChatTemplate(source, special), (), NO_WORDS
    notice = worded(
        "This model file has no chat template, so QuantChat uses a general one; answers may be worse or ramble."
    )
    if model.knows_token("<|im_start|>") and model.knows_token("<|im_end|>"):
        return ChatTemplate(CHATML_FALLBACK, special), ("<|im_end|>",), notice
    return ChatTemplate(PLAIN_FALLBACK, special), PLAIN_FALLBACK_STOPS, notice


def _failed(generation_id: int, error: KnownError) -> GenerationFailed:
    return GenerationFailed(generation_id, error.kind, error.sentence, error.hint)


def _stopped(generation_id: int) -> Finished:
    return Finished(generation_id, FinishReason.STOPPED, AnswerFigures())
