"""Asks llama.cpp whether texts follow grammars; run as a program with a model file, whose vocabulary alone is loaded.

Reads a JSON list of pairs (grammar, text) from standard input and prints a JSON list: true or false for a text that
follows its grammar to an end or does not, null for a grammar that llama.cpp refuses.
"""

import ctypes
import json
import sys

import llama_cpp.llama_cpp as native

from quantchat.native.native_log import NativeLog


class Vocabulary:
    def __init__(self, path: str) -> None:
        parameters = native.llama_model_default_params()
        parameters.vocab_only = True
        self._model = native.llama_model_load_from_file(path.encode(), parameters)
        self.pointer = native.llama_model_get_vocab(self._model)
        self._one = (native.llama_token_data * 1)()

    def tokens(self, text: str) -> list[int]:
        data = text.encode()
        buffer = (native.llama_token * (len(data) + 8))()
        count = native.llama_tokenize(self.pointer, data, len(data), buffer, len(buffer), False, False)
        return list(buffer[:count])

    def allows(self, grammar: ctypes.c_void_p, token: int) -> bool:
        self._one[0].id, self._one[0].logit = token, 1.0
        array = native.llama_token_data_array(self._one, 1, -1, False)
        native.llama_sampler_apply(grammar, ctypes.byref(array))
        return bool(self._one[0].logit == 1.0)

    def follows(self, text: str, grammar_text: str) -> bool | None:
        grammar = native.llama_sampler_init_grammar(self.pointer, grammar_text.encode(), b"root")
        if not grammar:
            return None
        try:
            for token in self.tokens(text):
                if not self.allows(grammar, token):
                    return False
                native.llama_sampler_accept(grammar, token)
            return self.allows(grammar, native.llama_vocab_eos(self.pointer))
        finally:
            native.llama_sampler_free(grammar)


def main() -> None:
    native.llama_backend_init()
    log = NativeLog()
    vocabulary = Vocabulary(sys.argv[1])
    print(json.dumps([vocabulary.follows(text, grammar) for grammar, text in json.load(sys.stdin)]))
    log.clear()


if __name__ == "__main__":
    main()
