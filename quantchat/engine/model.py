"""A loaded model: llama.cpp's model, context and vocabulary behind a few plain calls.

Uses the low-level bindings; the high-level class costs up to 5 ms a token (it detokenizes the whole answer at every
token), hides load progress and wastes memory by its defaults.
"""

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path

import llama_cpp.llama_cpp as llama

from quantchat.core.plan import LoadPlan
from quantchat.engine.load_failure import load_error, require_gguf
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.context_params import context_params
from quantchat.native.model_params import model_params
from quantchat.native.native_log import NativeLog
from quantchat.wording import worded

_DECODE_ABORTED = 2
_DECODE_NO_SLOT = 1


class DecodeAborted(Exception):  # noqa: N818  # not an error: the person pressed Stop
    """A decode was cut short by the abort flag."""


class ContextFull(Exception):  # noqa: N818  # not an error: an answer may end there
    """A decode found no more room in the context."""


class AbortFlag:
    """Stops a running decode from another thread, without the interpreter being asked.

    llama.cpp calls the abort callback after every graph node (515 times a token for a 135M model). A Python callback
    would take the interpreter lock each time; here the callback is the C library's `strlen` over two bytes, so a
    first byte that is not zero means stop.
    """

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(b"\0\0", 2)
        library = ctypes.cdll.msvcrt if hasattr(ctypes, "windll") else ctypes.CDLL(None)
        self.callback = ctypes.cast(library.strlen, llama.ggml_abort_callback)
        self.data = ctypes.cast(self._bytes, ctypes.c_void_p)

    @property
    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        return self._bytes[0] != b"\0"

    def set(self) -> None:
        """Ask for a stop."""
        self._bytes[0] = b"\1"

    def clear(self) -> None:
        """Allow work again."""
        self._bytes[0] = b"\0"


class Model:
    """A model ready to compute.

    Attributes:
        context_length: tokens the context holds.
        trained_context_length: tokens the model was trained for.
        vocabulary_size: number of tokens it knows.
        threads: threads that compute.
    """

    def __init__(self, plan: LoadPlan, threads: int, log: NativeLog, on_progress: Callable[[float], None]) -> None:
        """Load a model file.

        Raises:
            KnownError: it is no model file, or llama.cpp refused it; the reason is read from its log.
        """
        require_gguf(Path(plan.model_path))
        self._keep = llama.llama_progress_callback(lambda fraction, _data: _told(on_progress, fraction))
        self.abort = AbortFlag()
        self.threads = threads
        log.clear()
        self._model = llama.llama_model_load_from_file(plan.model_path.encode(), self._model_params(plan))
        if not self._model:
            raise load_error(plan.model_path, log.text)
        self._vocabulary = llama.llama_model_get_vocab(self._model)
        self.vocabulary_size = int(llama.llama_vocab_n_tokens(self._vocabulary))
        self.trained_context_length = int(llama.llama_model_n_ctx_train(self._model))
        self._sliding_window = int(llama.llama_model_n_swa(self._model))
        params = context_params(plan, self.trained_context_length)
        params.n_threads = params.n_threads_batch = threads
        self._context = llama.llama_init_from_model(self._model, params)
        if not self._context:
            raise load_error(plan.model_path, log.text)
        self.context_length = int(llama.llama_n_ctx(self._context))
        self.batch = int(llama.llama_n_batch(self._context))
        self.ubatch = int(llama.llama_n_ubatch(self._context))
        self._memory = llama.llama_get_memory(self._context)
        llama.llama_set_abort_callback(self._context, self.abort.callback, self.abort.data)
        self._piece_buffer = ctypes.create_string_buffer(512)
        self._one_token = (llama.llama_token * 1)()
        self._one_batch = llama.llama_batch_get_one(self._one_token, 1)

    def _model_params(self, plan: LoadPlan) -> llama.llama_model_params:
        params = model_params(plan)
        params.load_mode = llama.LLAMA_LOAD_MODE_AUTO if plan.memory_map else llama.LLAMA_LOAD_MODE_NONE
        params.progress_callback = self._keep
        return params

    @property
    def description(self) -> str:
        """llama.cpp's own one-line description of the model."""
        buffer = ctypes.create_string_buffer(256)
        llama.llama_model_desc(self._model, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def layers_on_gpu(self, wanted: int) -> int:
        """Layers that a wanted number puts on the GPU; none where this build has no GPU backend."""
        if not llama.llama_supports_gpu_offload():
            return 0
        every_layer = int(llama.llama_model_n_layer(self._model)) + 1
        return every_layer if wanted < 0 else min(wanted, every_layer)

    @property
    def chat_template(self) -> str:
        """Chat template of the file, empty if it has none."""
        source = llama.llama_model_chat_template(self._model, None)
        return source.decode("utf-8", "replace") if source else ""

    def metadata(self, key: str) -> str:
        """Return a metadata value of the file as text, empty if there is none."""
        buffer = ctypes.create_string_buffer(1024)
        length = llama.llama_model_meta_val_str(self._model, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length >= 0 else ""

    @property
    def bos_text(self) -> str:
        """Text of the beginning-of-sequence token, empty if there is none."""
        return self._special_text(llama.llama_vocab_bos(self._vocabulary))

    @property
    def eos_text(self) -> str:
        """Text of the end-of-sequence token, empty if there is none."""
        return self._special_text(llama.llama_vocab_eos(self._vocabulary))

    def _special_text(self, token: int) -> str:
        return "" if token < 0 else self.piece(token).decode("utf-8", "replace")

    def knows_token(self, text: str) -> bool:
        """Whether `text` is one control token of the vocabulary."""
        tokens = self.tokenize(text.encode(), at_start=False)
        return len(tokens) == 1 and self.is_control(tokens[0])

    def tokenize(self, text: bytes, *, at_start: bool) -> list[int]:
        """Cut text into tokens; special tokens in it are recognised.

        `at_start` adds what the model wants at the beginning of a sequence.
        """
        capacity = len(text) + 16
        buffer = (llama.llama_token * capacity)()
        count = llama.llama_tokenize(self._vocabulary, text, len(text), buffer, capacity, at_start, True)
        if count < 0:
            buffer = (llama.llama_token * -count)()
            count = llama.llama_tokenize(self._vocabulary, text, len(text), buffer, -count, at_start, True)
        tokens = list(buffer[:count])
        if at_start and llama.llama_vocab_get_add_eos(self._vocabulary) and tokens:
            end = llama.llama_vocab_eos(self._vocabulary)
            return tokens[:-1] if tokens[-1] == end else tokens
        return tokens

    @property
    def adds_bos(self) -> bool:
        """Whether tokenizing at the start of a sequence puts a beginning-of-sequence token there."""
        return bool(llama.llama_vocab_get_add_bos(self._vocabulary))

    def piece(self, token: int) -> bytes:
        """Text of a token, special tokens included."""
        buffer = self._piece_buffer
        length = llama.llama_token_to_piece(self._vocabulary, token, buffer, len(buffer), 0, True)
        if length < 0:
            self._piece_buffer = ctypes.create_string_buffer(-length)
            return self.piece(token)
        return buffer.raw[:length]

    def is_control(self, token: int) -> bool:
        """Whether a token is a marker rather than text."""
        attributes = llama.llama_vocab_get_attr(self._vocabulary, token)
        return bool(attributes & (llama.LLAMA_TOKEN_ATTR_CONTROL | llama.LLAMA_TOKEN_ATTR_USER_DEFINED))

    def is_hidden(self, token: int) -> bool:
        """Whether a token is a control token, whose text is not part of an answer."""
        return bool(llama.llama_vocab_is_control(self._vocabulary, token))

    def is_end_of_generation(self, token: int) -> bool:
        """Whether a token ends an answer."""
        return bool(llama.llama_vocab_is_eog(self._vocabulary, token))

    @property
    def context(self) -> ctypes.c_void_p:
        """llama.cpp's context, for the sampler."""
        return self._context  # type: ignore[no-any-return]  # the bindings are not annotated

    @property
    def evaluated_tokens(self) -> int:
        """Tokens in the KV cache, as llama.cpp counts them."""
        return int(llama.llama_memory_seq_pos_max(self._memory, 0)) + 1

    def keep_only(self, token_count: int) -> int:
        """Roll the KV cache back to its first tokens; return how many could be kept.

        That is 0 where the model cannot roll back: recurrent state, or a sliding window whose older cells are gone
        (llama.cpp reports success there and would then compute from missing cells).
        """
        if token_count >= self.evaluated_tokens:
            return self.evaluated_tokens
        oldest = int(llama.llama_memory_seq_pos_min(self._memory, 0))
        window_is_gone = self._sliding_window > 0 and oldest > max(0, token_count - self._sliding_window)
        if token_count > 0 and not window_is_gone and llama.llama_memory_seq_rm(self._memory, 0, token_count, -1):
            return token_count
        llama.llama_memory_clear(self._memory, False)
        return 0

    def decode(self, tokens: Sequence[int]) -> None:
        """Compute a batch of at most `batch` tokens; the logits of the last one are then ready.

        Raises:
            DecodeAborted: the abort flag was set; earlier parts of the batch may be in the KV cache.
            ContextFull: the context holds no more.
            KnownError: llama.cpp could not compute it.
        """
        array = (llama.llama_token * len(tokens))(*tokens)
        self._checked(llama.llama_decode(self._context, llama.llama_batch_get_one(array, len(tokens))))

    def decode_one(self, token: int) -> None:
        """Compute one token; like `decode`, without building a batch each time."""
        self._one_token[0] = token
        self._checked(llama.llama_decode(self._context, self._one_batch))

    @staticmethod
    def _checked(code: int) -> None:
        if code == 0:
            return
        if code == _DECODE_ABORTED:
            raise DecodeAborted
        if code == _DECODE_NO_SLOT:
            raise ContextFull
        raise KnownError(
            ErrorKind.OTHER,
            worded("The engine could not compute the next part of this conversation."),
            worded("Load the model with a shorter context or with safer settings, or choose another one."),
        )

    def warm_up(self) -> None:
        """Compute one token and forget it, so that the first answer does not pay for first touches."""
        token = llama.llama_vocab_bos(self._vocabulary)
        self.decode_one(max(0, token))
        llama.llama_memory_clear(self._memory, True)


def _told(on_progress: Callable[[float], None], fraction: float) -> bool:
    on_progress(fraction)
    return True
