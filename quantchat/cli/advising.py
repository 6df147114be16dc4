"""`quantchat hardware`, `fit` and `recommend`: what this machine has, and what runs well on it."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from quantchat.advice.adviser import Adviser, Recommendation
from quantchat.advice.machine import described_machine, this_machine
from quantchat.advice.measurements import Measurements
from quantchat.advice.offers import offers_of_entry, offers_of_file
from quantchat.advice.report import fit_json, fit_text, recommendation_json, recommendation_text
from quantchat.advice.suggestions import suggested_model
from quantchat.cli import options
from quantchat.cli.model_choice import is_model_file, known_models, saved_settings
from quantchat.cli.output import print_json, print_text
from quantchat.core.hardware_json import hardware_json
from quantchat.core.hardware_text import hardware_text
from quantchat.core.memory import PlanMemory
from quantchat.core.model_check import check_model
from quantchat.core.model_facts import model_facts
from quantchat.core.plan import ALL_GPU_LAYERS, FlashAttention, KvType, LoadPlan
from quantchat.core.recommend import Candidate
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import read_catalogue
from quantchat.library.model_file import part_paths, read_model_header
from quantchat.probe.oracle import Oracle
from quantchat.settings import folders
from quantchat.wording import joined, worded

_LEAST_BATCH = 512


def add_hardware(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `hardware` to the commands."""
    command = commands.add_parser("hardware", help="say what this computer has for running models")
    command.add_argument("--measure", action="store_true", help="measure the memory bandwidth anew")
    options.add_json(command)
    command.set_defaults(run=_hardware)


def add_fit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `fit` to the commands."""
    command = commands.add_parser("fit", help="say what loading a model file would take, and how fast it would be")
    command.add_argument("file", type=Path, help="a GGUF file")
    _add_plan(command)
    command.add_argument("--gpu-layers", type=options.gpu_layers, metavar="N|auto", help="layers on the GPU")
    command.add_argument("--ubatch", type=options.count, metavar="N", default=512, help="tokens computed at once")
    command.add_argument(
        "--flash-attention",
        choices=("on", "off"),
        default="on",
        help="whether attention is fused",
    )
    command.add_argument("--no-probe", action="store_true", help="compute everything instead of asking llama.cpp")
    options.add_json(command)
    command.set_defaults(run=_fit)


def add_recommend(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `recommend` to the commands."""
    command = commands.add_parser("recommend", help="say which quantization of a model suits this computer, and why")
    command.add_argument("model", help="a GGUF file, or the name of a model in the catalogue")
    _add_plan(command)
    command.add_argument("--no-probe", action="store_true", help="compute everything instead of asking llama.cpp")
    options.add_json(command)
    command.set_defaults(run=_recommend)


def _add_plan(command: argparse.ArgumentParser) -> None:
    command.add_argument("--context", type=options.count, metavar="N", help="context length in tokens")
    command.add_argument(
        "--kv-type",
        choices=[kind.value for kind in KvType],
        default=KvType.F16.value,
        help="element type of the KV cache; q8_0 takes half the memory of f16",
    )
    command.add_argument(
        "--hardware", type=Path, metavar="M.json", help="another machine, as `quantchat hardware --json` prints it"
    )


def _hardware(arguments: argparse.Namespace) -> int:
    with Oracle() as oracle:
        hardware = this_machine(oracle, folders().machine_file, measure_anew=arguments.measure)
    if arguments.json:
        print_json(hardware_json(hardware))
    else:
        print_text(hardware_text(hardware))
    return 0


def _fit(arguments: argparse.Namespace) -> int:
    path = part_paths(arguments.file.absolute())[0]
    header = read_model_header(path)
    check_model(header)
    kv_type, flash_attention = KvType(arguments.kv_type), FlashAttention(arguments.flash_attention)
    if kv_type is not KvType.F16 and flash_attention is FlashAttention.OFF:
        raise KnownError(
            ErrorKind.OTHER,
            worded("A KV cache in {type} needs flash attention, so the engine would not load this.", type=kv_type),
            worded("Leave out --flash-attention off, or take --kv-type f16."),
        )
    wanted_layers = arguments.gpu_layers
    plan = LoadPlan(
        str(path),
        context_length=arguments.context or saved_settings().context_length,
        kv_type=kv_type,
        flash_attention=flash_attention,
        gpu_layers=ALL_GPU_LAYERS if wanted_layers is None else wanted_layers,
        batch=max(_LEAST_BATCH, arguments.ubatch),
        ubatch=arguments.ubatch,
    )
    with _adviser(arguments) as adviser:
        assessment = adviser.fit(header, plan, choose_gpu_layers=wanted_layers is None)
        measured = adviser.measured(assessment.memory)
    remarks = tuple(_remarks(plan, assessment.memory))
    if arguments.json:
        print_json(fit_json(assessment, measured, remarks))
    else:
        facts = model_facts(header, path.stem)
        print_text(fit_text(f"{facts.display_name} ({facts.quantization})", assessment, measured, remarks))
    return 0


def _remarks(wanted: LoadPlan, memory: PlanMemory) -> Iterator[str]:
    """What was asked for and cannot be had."""
    trained = memory.plan.context_length
    if wanted.context_length > trained:
        yield f"The model was trained on {trained:,} tokens, so the context is no longer than that."
    if wanted.gpu_layers > memory.plan.gpu_layers:
        yield "There is no GPU that the engine can use for so many layers."


def _recommend(arguments: argparse.Namespace) -> int:
    name, candidates = _offers(arguments.model)
    plan = LoadPlan(
        "",
        context_length=arguments.context or saved_settings().context_length,
        kv_type=KvType(arguments.kv_type),
        flash_attention=FlashAttention.ON,
    )
    with _adviser(arguments) as adviser:
        recommendation = adviser.recommend(name, candidates, plan, context_is_fixed=arguments.context is not None)
        if recommendation.advice.recommended is None:
            recommendation = _with_suggestion(recommendation, adviser)
    if arguments.json:
        print_json(recommendation_json(recommendation))
    else:
        print_text(recommendation_text(recommendation))
    return 0


def _with_suggestion(recommendation: Recommendation, adviser: Adviser) -> Recommendation:
    """Where the model cannot be used, name another one that can."""
    advice = recommendation.advice
    weights = min(sum(tensor.elements for tensor in row.candidate.header.tensors) for row in advice.rows)
    suggestion = suggested_model(adviser, read_catalogue(), advice.plan.context_length, weights)
    return replace(recommendation, remedy=joined((recommendation.remedy, suggestion)))


def _offers(wanted: str) -> tuple[str, tuple[Candidate, ...]]:
    """Name and candidates of a file or of a model in the catalogue."""
    if not is_model_file(wanted):
        entry = read_catalogue().find(wanted)
        return entry.name, offers_of_entry(entry)
    path = part_paths(Path(wanted).absolute())[0]
    header = read_model_header(path)
    check_model(header)
    models = known_models(saved_settings())
    return model_facts(header, path.stem).display_name, offers_of_file(path, header, models, read_catalogue())


@contextmanager
def _adviser(arguments: argparse.Namespace) -> Iterator[Adviser]:
    """An adviser for this machine or the one that was described."""
    with Oracle() as oracle:
        asked = None if arguments.no_probe else oracle
        reading_speed = saved_settings().reading_tokens_per_second
        if arguments.hardware is not None:
            machine = described_machine(arguments.hardware)
            yield Adviser(machine, oracle=asked, is_this_machine=False, reading_speed=reading_speed)
            return
        hardware = this_machine(oracle, folders().machine_file)
        measurements = Measurements(folders().measurements_file)
        yield Adviser(hardware, oracle=asked, measurements=measurements, reading_speed=reading_speed)
