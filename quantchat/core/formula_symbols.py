"""Names of the symbols of LaTeX, the characters they are, and what kind of atom each one is.

Names and kinds are those of plain TeX, amsmath and amssymb; characters are Unicode's.
"""

from enum import StrEnum

from quantchat.core.formula_nodes import AtomKind


class Alphabet(StrEnum):
    """The mathematical alphabets of Unicode, and upright letters."""

    ITALIC = "italic"
    UPRIGHT = "upright"
    BOLD = "bold"
    BOLD_ITALIC = "bold-italic"
    DOUBLE_STRUCK = "double-struck"
    SCRIPT = "script"
    FRAKTUR = "fraktur"
    SANS_SERIF = "sans-serif"
    MONOSPACE = "monospace"


_ORDINARY = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞
partial ∂ nabla ∇ hbar ℏ hslash ℏ ell ℓ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ imath ı jmath ȷ forall ∀ exists ∃
nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ measuredangle ∡ triangle △ square □ Box □
blacksquare ■ lozenge ◊ Diamond ◊ diamondsuit ♢ heartsuit ♡ clubsuit ♣ spadesuit ♠ flat ♭ natural ♮ sharp ♯
prime ′ backprime ‵ degree ° bigstar ★ checkmark ✓ S § P ¶ pounds £ yen ¥ copyright © circledR ® dag † ddag ‡
eth ð mho ℧ complement ∁ Bbbk 𝕜 Finv Ⅎ surd √ blacktriangle ▲ bigcirc ◯ backslash \\ # # % % & & _ _ $ $ vert |
Vert ‖ | ‖ ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ iddots ⋰
mathellipsis … colon :
"""
_BINARY = """
pm ± mp ∓ times × div ÷ cdot ⋅ cdotp ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
dagger † ddagger ‡ amalg ⨿ cap ∩ cup ∪ Cap ⋒ Cup ⋓ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ veebar ⊻
barwedge ⊼ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◃
triangleright ▹ ltimes ⋉ rtimes ⋊ leftthreetimes ⋋ rightthreetimes ⋌ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡
circledast ⊛ circledcirc ⊚ circleddash ⊝ dotplus ∔ intercal ⊺ curlyvee ⋎ curlywedge ⋏ divideontimes ⋇
centerdot ⋅ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵
"""
_RELATIONS = """
le ≤ leq ≤ leqslant ⩽ leqq ≦ ge ≥ geq ≥ geqslant ⩾ geqq ≧ ll ≪ gg ≫ lll ⋘ ggg ⋙ ne ≠ neq ≠ equiv ≡ sim ∼ simeq ≃
approx ≈ approxeq ≊ cong ≅ ncong ≇ propto ∝ varpropto ∝ asymp ≍ doteq ≐ doteqdot ≑ triangleq ≜ coloneqq ≔
coloneq ≔ eqqcolon ≕ Coloneqq ⩴ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ subset ⊂ supset ⊃
subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ Subset ⋐ Supset ⋑
sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ notin ∉ ni ∋ owns ∋ mid ∣ nmid ∤ parallel ∥ nparallel ∦
perp ⟂ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ Vvdash ⊪ nvdash ⊬ nvDash ⊭ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢
asymp ≍ between ≬ pitchfork ⋔ lesssim ≲ gtrsim ≳ lessgtr ≶ gtrless ≷ lessapprox ⪅ gtrapprox ⪆ lneq ⪇ gneq ⪈
nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nprec ⊀ nsucc ⊁ therefore ∴ because ∵ trianglelefteq ⊴ trianglerighteq ⊵
vartriangle △ vartriangleleft ⊲ vartriangleright ⊳ backsim ∽ eqsim ≂ circeq ≗ bumpeq ≏ Bumpeq ≎ risingdotseq ≓
fallingdotseq ≒ multimap ⊸ lessdot ⋖ gtrdot ⋗ eqcirc ≖ thicksim ∼ thickapprox ≈ leftarrow ← gets ← rightarrow →
to → uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕ Leftarrow ⇐ Rightarrow ⇒ Uparrow ⇑ Downarrow ⇓
Leftrightarrow ⇔ Updownarrow ⇕ mapsto ↦ longmapsto ⟼ longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷
Longleftarrow ⟸ Longrightarrow ⟹ implies ⟹ impliedby ⟸ Longleftrightarrow ⟺ iff ⟺ hookleftarrow ↩
hookrightarrow ↪ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leftharpoonup ↼ leftharpoondown ↽ rightharpoonup ⇀
rightharpoondown ⇁ rightleftharpoons ⇌ leftrightharpoons ⇋ leftrightarrows ⇆ rightleftarrows ⇄ leftleftarrows ⇇
rightrightarrows ⇉ upuparrows ⇈ downdownarrows ⇊ leadsto ⇝ rightsquigarrow ⇝ twoheadrightarrow ↠
twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ nLeftarrow ⇍
nleftrightarrow ↮ nLeftrightarrow ⇎ dashrightarrow ⇢ dashleftarrow ⇠ curvearrowleft ↶ curvearrowright ↷
circlearrowleft ↺ circlearrowright ↻ upharpoonleft ↿ upharpoonright ↾ restriction ↾ downharpoonleft ⇃
downharpoonright ⇂ Lsh ↰ Rsh ↱ lvertneqq ≨ gvertneqq ≩ vcentcolon ∶
"""
_OPENING = """
lbrace { { { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ llbracket ⟦ lBrack ⟦ ulcorner ⌜
llcorner ⌞
"""
_CLOSING = """
rbrace } } } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ rrbracket ⟧ rBrack ⟧ urcorner ⌝
lrcorner ⌟
"""
_SUMS = (
    "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄"
)
_INTEGRALS = "int ∫ iint ∬ iiint ∭ iiiint ⨌ oint ∮ oiint ∯ oiiint ∰ intop ∫"


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SUMS = _pairs(_SUMS)
INTEGRALS = _pairs(_INTEGRALS)

SYMBOLS: dict[str, tuple[str, AtomKind]] = {
    name: (char, kind)
    for names, kind in (
        (_ORDINARY, AtomKind.ORDINARY),
        (_BINARY, AtomKind.BINARY),
        (_RELATIONS, AtomKind.RELATION),
        (_OPENING, AtomKind.OPENING),
        (_CLOSING, AtomKind.CLOSING),
    )
    for name, char in _pairs(names).items()
}
"""Character and kind by the name after the backslash."""

INNER_SYMBOLS = frozenset(["…", "⋯", "⋱"])
"""Dots, which keep a distance from what is around them."""

_KINDS_OF_CHARS = {char: kind for char, kind in SYMBOLS.values() if kind is not AtomKind.ORDINARY} | {
    **dict.fromkeys("+−∗", AtomKind.BINARY),
    **dict.fromkeys("=<>:", AtomKind.RELATION),
    **dict.fromkeys(",;", AtomKind.PUNCTUATION),
    **dict.fromkeys("([", AtomKind.OPENING),
    **dict.fromkeys(")]!?", AtomKind.CLOSING),
    **dict.fromkeys("|‖", AtomKind.ORDINARY),
}
_TYPED = {"-": "−", "*": "∗", "`": "‘"}

FUNCTIONS = frozenset(
    [
        "arccos",
        "arcsin",
        "arctan",
        "arccot",
        "arg",
        "cos",
        "cosh",
        "cot",
        "coth",
        "csc",
        "deg",
        "dim",
        "exp",
        "hom",
        "ker",
        "lg",
        "ln",
        "log",
        "sec",
        "sin",
        "sinh",
        "tan",
        "tanh",
    ]
)
"""Function names whose scripts stand beside them."""

LIMIT_FUNCTIONS = {
    **{name: name for name in ["det", "gcd", "inf", "lim", "max", "min", "sup", "Pr", "argmax", "argmin", "lcm"]},
    "limsup": "lim sup",
    "liminf": "lim inf",
    "injlim": "inj lim",
    "projlim": "proj lim",
}
"""Function names whose scripts stand below them in a displayed formula."""

ACCENTS = {
    **{"hat": "\u0302", "check": "\u030c", "tilde": "\u0303", "acute": "\u0301", "grave": "\u0300", "dot": "\u0307"},
    **{"ddot": "\u0308", "dddot": "\u20db", "breve": "\u0306", "bar": "\u0304", "vec": "\u20d7", "mathring": "\u030a"},
}
WIDE_ACCENTS = {
    **{"widehat": "\u0302", "widetilde": "\u0303", "widecheck": "\u030c"},
    **{"overrightarrow": "\u20d7", "overleftarrow": "\u20d6", "overleftrightarrow": "\u20e1"},
}

LONG_ARROWS = {
    **{"xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒", "xLeftarrow": "⇐"},
    **{"xLeftrightarrow": "⇔", "xmapsto": "↦", "xhookrightarrow": "↪", "xhookleftarrow": "↩"},
    **{"xrightleftharpoons": "⇌", "xlongequal": "="},
}

SPACES_EM = {
    **{",": 3 / 18, ":": 4 / 18, ">": 4 / 18, ";": 5 / 18, "!": -3 / 18, " ": 1 / 3, "quad": 1.0, "qquad": 2.0},
    **{"thinspace": 3 / 18, "medspace": 4 / 18, "thickspace": 5 / 18, "negthinspace": -3 / 18, "enspace": 0.5},
    **{"enskip": 0.5, "space": 1 / 3, "nobreakspace": 1 / 3, "negmedspace": -4 / 18, "negthickspace": -5 / 18},
}

ALPHABET_COMMANDS = {
    **{"mathrm": Alphabet.UPRIGHT, "mathup": Alphabet.UPRIGHT, "mathnormal": Alphabet.ITALIC},
    **{"mathit": Alphabet.ITALIC, "mathbf": Alphabet.BOLD, "bold": Alphabet.BOLD, "boldsymbol": Alphabet.BOLD_ITALIC},
    **{"bm": Alphabet.BOLD_ITALIC, "pmb": Alphabet.BOLD_ITALIC, "mathbb": Alphabet.DOUBLE_STRUCK},
    **{"Bbb": Alphabet.DOUBLE_STRUCK, "mathcal": Alphabet.SCRIPT, "mathscr": Alphabet.SCRIPT},
    **{"mathfrak": Alphabet.FRAKTUR, "mathsf": Alphabet.SANS_SERIF, "mathtt": Alphabet.MONOSPACE},
}
ALPHABET_SWITCHES = {
    **{"rm": Alphabet.UPRIGHT, "bf": Alphabet.BOLD, "it": Alphabet.ITALIC, "cal": Alphabet.SCRIPT},
    **{"sf": Alphabet.SANS_SERIF, "tt": Alphabet.MONOSPACE},
}

_LATIN_STARTS = {
    Alphabet.ITALIC: (0x1D434, 0x1D44E),
    Alphabet.BOLD: (0x1D400, 0x1D41A),
    Alphabet.BOLD_ITALIC: (0x1D468, 0x1D482),
    Alphabet.DOUBLE_STRUCK: (0x1D538, 0x1D552),
    Alphabet.SCRIPT: (0x1D49C, 0x1D4B6),
    Alphabet.FRAKTUR: (0x1D504, 0x1D51E),
    Alphabet.SANS_SERIF: (0x1D5A0, 0x1D5BA),
    Alphabet.MONOSPACE: (0x1D670, 0x1D68A),
}
_DIGIT_STARTS = {
    Alphabet.BOLD: 0x1D7CE,
    Alphabet.BOLD_ITALIC: 0x1D7CE,
    Alphabet.DOUBLE_STRUCK: 0x1D7D8,
    Alphabet.SANS_SERIF: 0x1D7E2,
    Alphabet.MONOSPACE: 0x1D7F6,
}
_GREEK_STARTS = {  # upper, lower
    Alphabet.ITALIC: (0, 0x1D6FC),  # TeX's Greek capitals are upright
    Alphabet.BOLD: (0x1D6A8, 0x1D6C2),
    Alphabet.BOLD_ITALIC: (0x1D71C, 0x1D736),
}
_GREEK_VARIANTS = "ϵϑϰϕϱϖ"  # they follow the lower-case letters and the partial sign in this order
_EXCEPTIONS = {
    (Alphabet.ITALIC, "h"): "ℎ",
    **{(Alphabet.DOUBLE_STRUCK, letter): char for letter, char in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)},
    **{(Alphabet.SCRIPT, letter): char for letter, char in zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)},
    **{(Alphabet.FRAKTUR, letter): char for letter, char in zip("CHIRZ", "ℭℌℑℜℨ", strict=True)},
}


def char_in(alphabet: Alphabet, char: str) -> str:
    """The character of a mathematical alphabet; one that the alphabet lacks stays as it is."""
    if (exception := _EXCEPTIONS.get((alphabet, char))) is not None:
        return exception
    if "A" <= char <= "Z" or "a" <= char <= "z":
        starts = _LATIN_STARTS.get(alphabet)
        if starts is None:
            return char
        return chr(starts[0] + ord(char) - ord("A")) if char <= "Z" else chr(starts[1] + ord(char) - ord("a"))
    if "0" <= char <= "9":
        return chr(_DIGIT_STARTS[alphabet] + ord(char) - ord("0")) if alphabet in _DIGIT_STARTS else char
    return _greek_in(alphabet, char)


def typed_char(char: str) -> str:
    """What a character of the keyboard means in a formula: a hyphen is a minus sign."""
    return _TYPED.get(char, char)


def kind_of(char: str) -> AtomKind:
    """What kind of atom a character is."""
    return _KINDS_OF_CHARS.get(char, AtomKind.ORDINARY)


def _greek_in(alphabet: Alphabet, char: str) -> str:
    upper, lower = _GREEK_STARTS.get(alphabet, (0, 0))
    if "Α" <= char <= "Ω":
        return chr(upper + ord(char) - ord("Α")) if upper else char
    if "α" <= char <= "ω":
        return chr(lower + ord(char) - ord("α")) if lower else char
    if char in _GREEK_VARIANTS and lower:
        return chr(lower + 26 + _GREEK_VARIANTS.index(char))
    return char
