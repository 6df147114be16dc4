"""Draws the same answer with the engine's sampler and with penalties over the whole vocabulary; run as a program.

Prints how many tokens were drawn and how many differed, for each way of sampling.
"""

import sys

import llama_cpp.llama_cpp as llama

from quantchat.core.chat import Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.model import Model
from quantchat.engine.sampler import Sampler
from quantchat.native.native_log import NativeLog

PROMPT = (
    b"<|im_start|>user\nName three colours, three animals and three colours again.<|im_end|>\n<|im_start|>assistant\n"
)
TOKENS = 40
CASES = (
    Sampling(temperature=0, repeat_penalty=1.3),
    Sampling(temperature=0, repeat_penalty=1.0, presence_penalty=1.5, frequency_penalty=0.7),
    Sampling(temperature=1.2, repeat_penalty=1.4, top_k=5, seed=3),
    Sampling(temperature=1.5, repeat_penalty=1.2, presence_penalty=0.6, frequency_penalty=0.4, seed=4),
    Sampling(temperature=1.0, repeat_penalty=1.0, presence_penalty=-12.0, top_k=5, seed=5),
)


class WholeVocabulary(Sampler):
    """The textbook order: penalties over every token, then the rest."""

    def __init__(self, sampling: Sampling, vocabulary_size: int, prompt: list[int]) -> None:
        super().__init__(sampling, vocabulary_size, prompt)
        self.close()
        self._chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        links = [
            llama.llama_sampler_init_penalties(
                vocabulary_size,
                sampling.penalty_last_n,
                sampling.repeat_penalty,
                sampling.frequency_penalty,
                sampling.presence_penalty,
            )
        ]
        if sampling.temperature <= 0:
            links.append(llama.llama_sampler_init_greedy())
        else:
            links += [
                llama.llama_sampler_init_top_k(sampling.top_k),
                llama.llama_sampler_init_top_p(sampling.top_p, 1),
                llama.llama_sampler_init_min_p(sampling.min_p, 1),
                llama.llama_sampler_init_temp(sampling.temperature),
                llama.llama_sampler_init_dist(self.seed),
            ]
        for link in links:
            llama.llama_sampler_chain_add(self._chain, link)
        for token in prompt[-sampling.penalty_last_n :]:
            llama.llama_sampler_accept(self._chain, token)


def different_tokens(model: Model, sampling: Sampling) -> int:
    prompt = model.tokenize(PROMPT, at_start=True)
    model.keep_only(0)
    model.decode(prompt)
    cheap = Sampler(sampling, model.vocabulary_size, prompt)
    whole = WholeVocabulary(sampling, model.vocabulary_size, prompt)
    different = 0
    for _ in range(TOKENS):
        token = whole.sample(model.context)
        different += cheap.sample(model.context) != token
        model.decode_one(token)
    cheap.close()
    whole.close()
    return different


def main() -> None:
    model = Model(LoadPlan(sys.argv[1], context_length=512), 1, NativeLog(), lambda _fraction: None)
    for sampling in CASES:
        print(TOKENS, different_tokens(model, sampling))


if __name__ == "__main__":
    main()
