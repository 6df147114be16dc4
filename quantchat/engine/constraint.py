"""Holds an answer to a grammar: which tokens suit as the next one."""

import ctypes

import llama_cpp.llama_cpp as llama
import numpy as np

from quantchat.core.grammar_check import ROOT
from quantchat.engine.model import Model
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""`llama_token_data` of llama.h."""


class Candidates:
    """The tokens that the next one is drawn from, with their scores."""

    def __init__(self, count: int) -> None:
        """Make room for a vocabulary of `count` tokens, or for some of it."""
        self._rows = np.zeros(count, _CANDIDATE)
        self._ids = np.arange(count, dtype=np.int32)
        self.array = llama.llama_token_data_array()

    def fill(self, context: ctypes.c_void_p) -> None:
        """Take all tokens with their newest logits."""
        self._rows["id"] = self._ids
        self._rows["logit"] = np.ctypeslib.as_array(llama.llama_get_logits_ith(context, -1), self._ids.shape)
        self._point_at_rows()

    def hold_one(self, token: int) -> None:
        """Take one token alone."""
        self._rows[0] = (token, 1.0, 0.0)
        self._point_at_rows()

    @property
    def is_any_left(self) -> bool:
        """Whether a token is left that may be drawn."""
        return bool(np.isfinite(self._rows["logit"]).any())

    def drawn_by(self, chain: ctypes.c_void_p) -> int:
        """Let a chain of samplers draw one; the chain is not told that it is taken."""
        llama.llama_sampler_apply(chain, ctypes.byref(self.array))
        return int(self.array.data[self.array.selected].id)

    def _point_at_rows(self) -> None:
        self.array.data = self._rows.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        self.array.size = len(self._rows)
        self.array.selected = -1
        self.array.sorted = False


class Constraint:
    """A grammar and how far the answer has come in it.

    llama.cpp ends its process if it is told of a token that does not suit, so `accept` asks first.
    """

    def __init__(self, grammar: str, model: Model) -> None:
        """Read a grammar, which `check_grammar` has looked at.

        Raises:
            KnownError: llama.cpp does not take it.
        """
        vocabulary = llama.llama_model_get_vocab(llama.llama_get_model(model.context))
        self._model = model
        self._one = Candidates(1)
        self._sampler = llama.llama_sampler_init_grammar(vocabulary, grammar.encode(), ROOT.encode())
        if not self._sampler:
            raise _refusal(worded("The engine cannot read this grammar, so no answer can be held to it."))

    def allows(self, token: int) -> bool:
        """Whether a token suits as the next one."""
        self._one.hold_one(token)
        llama.llama_sampler_apply(self._sampler, ctypes.byref(self._one.array))
        return self._one.is_any_left

    def restrict(self, candidates: Candidates) -> None:
        """Keep out all tokens that do not suit.

        Raises:
            KnownError: none is left.
        """
        llama.llama_sampler_apply(self._sampler, ctypes.byref(candidates.array))
        if not candidates.is_any_left:
            raise _refusal(
                worded("This model has no token with which the answer could go on in the form that was asked for.")
            )

    def accept(self, token: int) -> None:
        """Note that a token was drawn.

        Raises:
            KnownError: it does not suit.
        """
        if not self.allows(token):
            raise _refusal(
                worded("The answer so far is not in the form that was asked for, so that it cannot go on in it.")
            )
        llama.llama_sampler_accept(self._sampler, token)

    def accept_text(self, text: str) -> None:
        """Note what stands there already of an answer that is to go on.

        Raises:
            KnownError: it does not suit.
        """
        data = text.encode("utf-8", "replace")
        tokens = self._model.tokenize(data, at_start=False)
        if b"".join(map(self._model.piece, tokens)) != data:  # a tokenizer that puts a space before every text
            raise _refusal(worded("With this model an answer that is held to a form cannot be continued."))
        for token in tokens:
            self.accept(token)

    def close(self) -> None:
        """Free the grammar."""
        llama.llama_sampler_free(self._sampler)


def _refusal(sentence: Wording) -> KnownError:
    hint = worded("Change the grammar or the JSON schema, or leave it out.")
    return KnownError(ErrorKind.MALFORMED, sentence, hint)
