"""Vocabularies small enough to see through: one token for each word, with control tokens between `<` and `>`."""

import re

BOS = 0
_PIECES = re.compile(rb"<\w+>| ?[^ <]+| ")


class WordVocabulary:
    """Cuts text into control tokens and words; a word takes the space before it along, as byte-level BPE does.

    With `adds_space` it also puts a space before every text between control tokens, as SentencePiece does.
    """

    def __init__(self, *, adds_space: bool = False, adds_bos: bool = True) -> None:
        self.adds_bos = adds_bos
        self._adds_space = adds_space
        self._pieces: list[bytes] = [b"<s>"]

    def tokenize(self, text: bytes, *, at_start: bool) -> list[int]:
        tokens = [BOS] if at_start and self.adds_bos else []
        for fragment in re.split(rb"(<\w+>)", text):
            is_text = not fragment.startswith(b"<")
            if fragment:
                spaced = b" " + fragment if is_text and self._adds_space else fragment
                tokens += [self.token(piece) for piece in _PIECES.findall(spaced)]
        return tokens

    def token(self, piece: bytes) -> int:
        if piece not in self._pieces:
            self._pieces.append(piece)
        return self._pieces.index(piece)

    def piece(self, token: int) -> bytes:
        return self._pieces[token]

    def is_control(self, token: int) -> bool:
        return self._pieces[token].startswith(b"<")
