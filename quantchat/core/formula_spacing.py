"""Distances between the atoms of a formula (Knuth, The TeXbook, chapter 18 and appendix G, rules 5 and 6)."""

from collections.abc import Sequence

from quantchat.core.formula_nodes import AtomKind

THIN_EM, MEDIUM_EM, THICK_EM = 3 / 18, 4 / 18, 5 / 18

_ORDER = (
    AtomKind.ORDINARY,
    AtomKind.OPERATOR,
    AtomKind.BINARY,
    AtomKind.RELATION,
    AtomKind.OPENING,
    AtomKind.CLOSING,
    AtomKind.PUNCTUATION,
    AtomKind.INNER,
)
_DISTANCES = {  # by the left atom, for each right one; capitals are left out in scripts
    AtomKind.ORDINARY: " tMK   T",
    AtomKind.OPERATOR: "tt K   T",
    AtomKind.BINARY: "MM  M  M",
    AtomKind.RELATION: "KK  K  K",
    AtomKind.OPENING: "        ",
    AtomKind.CLOSING: " tMK   T",
    AtomKind.PUNCTUATION: "TT TTTTT",
    AtomKind.INNER: "TtMKT TT",
}
_WIDTHS_EM = {" ": 0.0, "t": THIN_EM, "T": THIN_EM, "M": MEDIUM_EM, "K": THICK_EM}
_BEFORE_A_SIGN = frozenset(
    {AtomKind.BINARY, AtomKind.OPERATOR, AtomKind.RELATION, AtomKind.OPENING, AtomKind.PUNCTUATION}
)
_AFTER_A_SIGN = frozenset({AtomKind.RELATION, AtomKind.CLOSING, AtomKind.PUNCTUATION})


def resolved_kinds(kinds: Sequence[AtomKind]) -> list[AtomKind]:
    """The same kinds, with binary operators that have nothing to join made ordinary: the minus of -1."""
    resolved: list[AtomKind] = []
    for kind in kinds:
        before = resolved[-1] if resolved else AtomKind.OPENING
        if kind is AtomKind.BINARY and before in _BEFORE_A_SIGN:
            resolved.append(AtomKind.ORDINARY)
            continue
        if kind in _AFTER_A_SIGN and before is AtomKind.BINARY:
            resolved[-1] = AtomKind.ORDINARY
        resolved.append(kind)
    if resolved and resolved[-1] is AtomKind.BINARY:
        resolved[-1] = AtomKind.ORDINARY
    return resolved


def distance_em(left: AtomKind, right: AtomKind, *, in_script: bool) -> float:
    """Distance between two neighbours, in em."""
    code = _DISTANCES[left][_ORDER.index(right)]
    return 0.0 if in_script and code.isupper() else _WIDTHS_EM[code]
