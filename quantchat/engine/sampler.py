"""The chain of samplers that draws the next token, in an order that stays cheap.

The order is that of llama.cpp's own programs (`samplers` of `common_params_sampling` in common.h) without those that
are not used here: penalties, top-k, top-p, min-p, temperature, and then one token is drawn. What is off is left out.

Penalties and top-p walk the whole vocabulary unless something cuts it first (0.15 to 4 ms a token at 49,000 entries,
measured), so a wide top-k comes before everything. That changes nothing: penalties only push down, at most
`penalty_last_n` tokens, so no token from below the first `top_k + penalty_last_n` can rise into the first `top_k`.
"""

import ctypes
import secrets
from collections.abc import Sequence

import llama_cpp.llama_cpp as llama

from quantchat.core.chat import Sampling
from quantchat.engine.constraint import Candidates, Constraint

_TOP_K_WHEN_OFF = 1000
"""Beyond the first thousand candidates no real probability is left; it keeps top-p and min-p cheap."""

_MAX_SEED = 0xFFFFFFFF
"""llama.cpp takes this value as "choose one", so it is never used as a seed."""


class Sampler:
    """Draws tokens from a context's logits.

    Attributes:
        seed: the seed in use, chosen here if none was asked for.
        last_token: the token drawn last, None before the first.
    """

    def __init__(
        self,
        sampling: Sampling,
        vocabulary_size: int,
        prompt_tokens: Sequence[int],
        constraint: Constraint | None = None,
    ) -> None:
        """Build the chain; the end of the prompt counts for the penalties, as it does in llama.cpp's server.

        `constraint` is what every token must suit; it is freed with the sampler.
        """
        self.seed = secrets.randbelow(_MAX_SEED) if sampling.seed is None else sampling.seed % _MAX_SEED
        self.last_token: int | None = None
        self._constraint = constraint
        self._candidates = Candidates(vocabulary_size) if constraint else None
        self._chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        for link in _links(sampling, vocabulary_size, self.seed):
            llama.llama_sampler_chain_add(self._chain, link)
        if _penalises(sampling):
            for token in prompt_tokens[-sampling.penalty_last_n :]:
                llama.llama_sampler_accept(self._chain, token)

    def sample(self, context: ctypes.c_void_p, *, is_free: bool = False) -> int:
        """Draw a token from the newest logits; the chain remembers it. `is_free` is for tokens before the answer.

        Raises:
            KnownError: no token of this model suits the constraint.
        """
        if self._constraint is None or self._candidates is None or is_free:
            self.last_token = int(llama.llama_sampler_sample(self._chain, context, -1))
        else:
            self.last_token = self._constrained(self._constraint, self._candidates, context)
        return self.last_token

    def close(self) -> None:
        """Free the chain."""
        llama.llama_sampler_free(self._chain)
        if self._constraint is not None:
            self._constraint.close()

    def _constrained(self, constraint: Constraint, candidates: Candidates, context: ctypes.c_void_p) -> int:
        """Draw freely first and look at the whole vocabulary only if that token does not suit.

        So do llama.cpp's own programs (`common_sampler_sample`): testing every token costs milliseconds, and what a
        model would write by itself mostly suits. Tokens that do not are kept out before the chain, not behind it,
        since none that suits may be among those that top-k leaves.
        """
        candidates.fill(context)
        token = candidates.drawn_by(self._chain)
        if not constraint.allows(token):
            candidates.fill(context)
            constraint.restrict(candidates)
            token = candidates.drawn_by(self._chain)
        constraint.accept(token)
        llama.llama_sampler_accept(self._chain, token)
        return token


def _penalises(sampling: Sampling) -> bool:
    return sampling.penalty_last_n > 0 and (
        sampling.repeat_penalty != 1.0 or sampling.presence_penalty != 0.0 or sampling.frequency_penalty != 0.0
    )


def _only_lowers(sampling: Sampling) -> bool:
    return sampling.repeat_penalty >= 1.0 and sampling.presence_penalty >= 0.0 and sampling.frequency_penalty >= 0.0


def _links(sampling: Sampling, vocabulary_size: int, seed: int) -> list[ctypes.c_void_p]:
    top_k = sampling.top_k if sampling.top_k > 0 else _TOP_K_WHEN_OFF
    links = []
    if _penalises(sampling):
        if _only_lowers(sampling):
            links.append(llama.llama_sampler_init_top_k(top_k + sampling.penalty_last_n))
        links.append(
            llama.llama_sampler_init_penalties(
                vocabulary_size,
                sampling.penalty_last_n,
                sampling.repeat_penalty,
                sampling.frequency_penalty,
                sampling.presence_penalty,
            )
        )
    if sampling.temperature <= 0:
        return [*links, llama.llama_sampler_init_greedy()]
    links.append(llama.llama_sampler_init_top_k(top_k))
    if sampling.top_p < 1.0:
        links.append(llama.llama_sampler_init_top_p(sampling.top_p, 1))
    if sampling.min_p > 0.0:
        links.append(llama.llama_sampler_init_min_p(sampling.min_p, 1))
    links.append(llama.llama_sampler_init_temp(sampling.temperature))
    return [*links, llama.llama_sampler_init_dist(seed)]
