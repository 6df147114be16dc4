"""What `quantchat inspect` and `quantchat models` print: JSON values for programs, text for people.

The JSON keys are a contract; keys may be added, none renamed.
"""

from collections.abc import Sequence

from quantchat.core.model_facts import ModelFacts
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.library.models import LocalModel


def inspection_json(facts: ModelFacts) -> dict[str, object]:
    """Facts of a model as a JSON object."""
    return {
        "architecture": facts.architecture,
        "name": facts.name,
        "display_name": facts.display_name,
        "parameters": facts.parameters,
        "quantization": facts.quantization,
        "bits_per_weight": round(facts.bits_per_weight, 4),
        "file_bytes": facts.file_bytes,
        "tensor_bytes": facts.tensor_bytes,
        "tensor_types": dict(facts.tensor_types),
        "context_length": facts.context_length,
        "layers": facts.layers,
        "embedding_length": facts.embedding_length,
        "heads": facts.heads,
        "kv_heads": facts.kv_heads,
        "vocabulary_size": facts.vocabulary_size,
        "has_chat_template": facts.has_chat_template,
    }


def inspection_text(facts: ModelFacts) -> str:
    """Facts of a model as lines for people."""
    file_type = FILE_TYPES_BY_NAME.get(facts.quantization)
    tensors = ", ".join(f"{count} × {name}" for name, count in facts.tensor_types.items())
    rows = (
        ("Architecture", facts.architecture),
        ("Parameters", _parameters_text(facts.parameters)),
        ("Quantization", f"{facts.quantization}, {facts.bits_per_weight:.2f} bits per weight in this file"),
        ("", file_type.character if file_type else ""),
        ("File size", size_text(facts.file_bytes)),
        ("Weights", f"{size_text(facts.tensor_bytes)} in {tensors}"),
        ("Context", f"{facts.context_length:,} tokens"),
        ("Layers", f"{facts.layers}, {facts.embedding_length:,} wide"),
        ("Heads", f"{facts.heads}, {facts.kv_heads} for keys and values"),
        ("Vocabulary", f"{facts.vocabulary_size:,} tokens"),
        ("Chat template", "yes" if facts.has_chat_template else "no; a general one will be used"),
    )
    return "\n".join((facts.display_name, *(f"  {label:<15}{value}" for label, value in rows if value)))


def models_json(models: Sequence[LocalModel]) -> dict[str, object]:
    """The list of models as a JSON object."""
    return {
        "models": [
            {
                "path": str(model.path),
                "display_name": model.display_name,
                "quantization": model.quantization,
                "size_bytes": model.size_bytes,
                "parameters": model.parameters,
                "context_length": model.context_length,
                "source": model.source.value,
                "problem": str(model.problem),
                "owner": model.owner,
                "place": model.place,
                "can_be_removed": model.can_be_removed,
            }
            for model in models
        ]
    }


def models_text(models: Sequence[LocalModel]) -> str:
    """The list of models as lines for people."""
    if not models:
        return "There are no models on this computer yet."
    return "\n".join(line for model in models for line in _model_lines(model))


def size_text(size_bytes: int) -> str:
    """A file size in decimal units, as download pages and file managers show it: "98.4 MB"."""
    if size_bytes >= 10**9:
        return f"{size_bytes / 10**9:.2f} GB"
    return f"{size_bytes / 10**6:.1f} MB"


def _parameters_text(parameters: int) -> str:
    if parameters >= 10**9:
        return f"{parameters / 10**9:.2f} billion"
    return f"{parameters / 10**6:.1f} million"


def _model_lines(model: LocalModel) -> tuple[str, ...]:
    facts = ", ".join(filter(None, (model.quantization, size_text(model.size_bytes))))
    path = plain_text(str(model.path), max_chars=4096)
    problem = (f"  Cannot be used: {model.problem}",) if model.problem else ()
    owner = f", kept by {model.owner}" if model.owner else ""
    return (f"{model.display_name} ({facts}{owner})", *problem, f"  {path}")
