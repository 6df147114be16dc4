"""The quantization types of ggml tensors and of GGUF files, as literal facts.

A *tensor type* says how one tensor is stored and has exact block sizes. A *file type* (such as Q4_K_M) is a recipe
that mixes tensor types, so its bits per weight depend on the model and are computed from the tensors of a file.
"K" means k-quant (super-blocks of 256 weights whose scales are quantized too), "S", "M", "L" small, medium, large.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.wording import Wording, worded


@dataclass(frozen=True, slots=True)
class TensorType:
    """How ggml stores a tensor: rows are cut into blocks of `block_elements` that take `block_bytes` each."""

    id: int
    name: str
    block_elements: int
    block_bytes: int

    @property
    def bits_per_weight(self) -> float:
        """Bits a weight takes in a tensor of this type, scales included."""
        return self.block_bytes * 8 / self.block_elements


@dataclass(frozen=True, slots=True)
class FileType:
    """A recipe that llama.cpp quantizes whole files by.

    Attributes:
        id: llama.cpp's number, stored in a file as `general.file_type`.
        name: what people call it, such as "Q4_K_M".
        character: what to expect of it, in a sentence for the person.
    """

    id: int
    name: str
    character: Wording


_TENSOR_TYPES = (
    TensorType(0, "F32", 1, 4),
    TensorType(1, "F16", 1, 2),
    TensorType(2, "Q4_0", 32, 18),
    TensorType(3, "Q4_1", 32, 20),
    TensorType(6, "Q5_0", 32, 22),
    TensorType(7, "Q5_1", 32, 24),
    TensorType(8, "Q8_0", 32, 34),
    TensorType(9, "Q8_1", 32, 40),
    TensorType(10, "Q2_K", 256, 84),
    TensorType(11, "Q3_K", 256, 110),
    TensorType(12, "Q4_K", 256, 144),
    TensorType(13, "Q5_K", 256, 176),
    TensorType(14, "Q6_K", 256, 210),
    TensorType(15, "Q8_K", 256, 292),
    TensorType(16, "IQ2_XXS", 256, 66),
    TensorType(17, "IQ2_XS", 256, 74),
    TensorType(18, "IQ3_XXS", 256, 98),
    TensorType(19, "IQ1_S", 256, 50),
    TensorType(20, "IQ4_NL", 32, 18),
    TensorType(21, "IQ3_S", 256, 110),
    TensorType(22, "IQ2_S", 256, 82),
    TensorType(23, "IQ4_XS", 256, 136),
    TensorType(24, "I8", 1, 1),
    TensorType(25, "I16", 1, 2),
    TensorType(26, "I32", 1, 4),
    TensorType(27, "I64", 1, 8),
    TensorType(28, "F64", 1, 8),
    TensorType(29, "IQ1_M", 256, 56),
    TensorType(30, "BF16", 1, 2),
    TensorType(34, "TQ1_0", 256, 54),
    TensorType(35, "TQ2_0", 256, 66),
    TensorType(39, "MXFP4", 32, 17),
    TensorType(40, "NVFP4", 64, 36),
    TensorType(41, "Q1_0", 128, 18),
    TensorType(42, "Q2_0", 64, 18),
)

TENSOR_TYPES: Mapping[int, TensorType] = MappingProxyType({kind.id: kind for kind in _TENSOR_TYPES})
"""Every tensor type the engine can read, by the number that stands in a file."""

REMOVED_TENSOR_TYPE_IDS = frozenset({4, 5, 31, 32, 33, 36, 37, 38})
"""Numbers that older files use and that llama.cpp no longer reads: Q4_2, Q4_3, repacked Q4_0 and IQ4_NL."""

_LAST_RESORT = worded("Very small; answers suffer so much that a smaller model in more bits is usually better.")
_NEAR_LOSSLESS = worded("As good as the original for all that can be noticed; large and slower to run.")
_SMALL_IQ = worded("Small, with a loss that shows; often slower than Q3_K without a GPU.")
_TERNARY = worded("For models trained with weights of -1, 0 and 1; it ruins any other model.")

_FILE_TYPES = (
    FileType(0, "F32", worded("The unquantized weights in 32 bits; twice the size of F16 and no better for chatting.")),
    FileType(1, "F16", worded("The unquantized weights in 16 bits; the yardstick that the others are compared with.")),
    FileType(2, "Q4_0", worded("The oldest 4-bit type; simple and fast, with a clearly larger loss than Q4_K_M.")),
    FileType(3, "Q4_1", worded("An older 4-bit type, larger than Q4_K_M on most models and with a larger loss.")),
    FileType(7, "Q8_0", _NEAR_LOSSLESS),
    FileType(8, "Q5_0", worded("An older 5-bit type; Q5_K_S is as small and loses less on most models.")),
    FileType(9, "Q5_1", worded("An older 5-bit type with a small loss; Q5_K_M is smaller and better on most models.")),
    FileType(10, "Q2_K", _LAST_RESORT),
    FileType(11, "Q3_K_S", worded("Small, with a loss that shows in reasoning and in facts.")),
    FileType(12, "Q3_K_M", worded("Small, with a loss that can be noticed; for when Q4_K_M does not fit.")),
    FileType(13, "Q3_K_L", worded("A little larger than Q3_K_M and a little better; for when Q4_K_M does not fit.")),
    FileType(14, "Q4_K_S", worded("Slightly smaller than Q4_K_M, with a somewhat larger loss.")),
    FileType(
        15, "Q4_K_M", worded("The usual choice: a small loss at under a third of the size of F16 on most models.")
    ),
    FileType(16, "Q5_K_S", worded("Slightly smaller than Q5_K_M, with a slightly larger loss.")),
    FileType(
        17, "Q5_K_M", worded("A loss that is hard to notice, at about a third of the size of F16 on most models.")
    ),
    FileType(18, "Q6_K", worded("Very close to the original, at about two fifths of the size of F16 on most models.")),
    FileType(19, "IQ2_XXS", _LAST_RESORT),
    FileType(20, "IQ2_XS", _LAST_RESORT),
    FileType(21, "Q2_K_S", _LAST_RESORT),
    FileType(22, "IQ3_XS", _SMALL_IQ),
    FileType(23, "IQ3_XXS", _SMALL_IQ),
    FileType(24, "IQ1_S", _LAST_RESORT),
    FileType(25, "IQ4_NL", worded("A 4-bit type close to Q4_K_S; its small blocks suit odd tensor widths.")),
    FileType(26, "IQ3_S", _SMALL_IQ),
    FileType(27, "IQ3_M", _SMALL_IQ),
    FileType(28, "IQ2_S", _LAST_RESORT),
    FileType(29, "IQ2_M", _LAST_RESORT),
    FileType(30, "IQ4_XS", worded("The smallest good 4-bit type: smaller than Q4_K_M, with a slightly larger loss.")),
    FileType(31, "IQ1_M", _LAST_RESORT),
    FileType(32, "BF16", worded("The unquantized weights in 16 bits, in the format that most models are trained in.")),
    FileType(36, "TQ1_0", _TERNARY),
    FileType(37, "TQ2_0", _TERNARY),
    FileType(
        38, "MXFP4_MOE", worded("4-bit floats for the experts of models that were trained for it, such as gpt-oss.")
    ),
    FileType(39, "NVFP4", worded("4-bit floats with fine scales, made for recent NVIDIA GPUs.")),
    FileType(40, "Q1_0", worded("For models trained with one bit a weight; it ruins any other model.")),
    FileType(41, "Q2_0", _LAST_RESORT),
)

FILE_TYPES: Mapping[int, FileType] = MappingProxyType({kind.id: kind for kind in _FILE_TYPES})
"""Every file type of llama.cpp, by the number that stands in a file as `general.file_type`."""

FILE_TYPES_BY_NAME: Mapping[str, FileType] = MappingProxyType({kind.name: kind for kind in _FILE_TYPES})
"""The same by name, such as "Q4_K_M"."""

GUESSED_FILE_TYPE_BIT = 1024
"""Set in `general.file_type` where a program guessed the type instead of choosing it."""
