"""How people begin a message before they say anything: greetings and polite phrases of the commonest languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_GREETINGS = (
    # English
    "hi", "hi there", "hello", "hello there", "hey", "hey there", "good morning", "good afternoon", "good evening",
    "greetings", "how are you", "how are you doing", "thanks", "thank you", "thanks in advance", "please", "pls",
    "sorry", "excuse me", "ok", "okay", "so",
    # German
    "hallo", "hallo zusammen", "guten morgen", "guten tag", "guten abend", "servus", "grüezi", "grüß gott", "moin",
    "moin moin", "liebe grüße", "danke", "vielen dank", "danke im voraus", "bitte", "entschuldigung",
    "wie geht es dir", "wie geht's", "wie geht es ihnen",
    # French
    "bonjour", "bonsoir", "salut", "coucou", "merci", "merci d'avance", "s'il te plaît", "s'il vous plaît", "svp",
    "stp", "excusez-moi", "comment ça va", "ça va",
    # Spanish
    "hola", "buenos días", "buenas tardes", "buenas noches", "buenas", "gracias", "muchas gracias", "por favor",
    "disculpa", "perdona", "qué tal", "cómo estás",
    # Italian
    "ciao", "ciao a tutti", "buongiorno", "buonasera", "salve", "grazie", "per favore", "per piacere", "scusa",
    "scusami", "come stai",
    # Portuguese
    "olá", "oi", "bom dia", "boa tarde", "boa noite", "obrigado", "obrigada", "se faz favor", "desculpe", "tudo bem",
    # Dutch
    "hoi", "goedemorgen", "goedemiddag", "goedenavond", "dank je", "dank u", "bedankt", "alsjeblieft",
    "alstublieft", "hoe gaat het",
    # Polish
    "cześć", "hej", "witam", "dzień dobry", "dobry wieczór", "dziękuję", "dzięki", "proszę", "przepraszam",
    "jak się masz",
    # Russian
    "привет", "здравствуй", "здравствуйте", "добрый день", "добрый вечер", "доброе утро", "спасибо", "пожалуйста",
    "извините", "как дела",
)  # fmt: skip
"""Dropped before punctuation, before the end, and before a small letter: "Hey Jude" and "Good morning Vietnam" stay."""

_PREAMBLES = (
    "i have a question", "i have a quick question", "quick question", "i need help", "i need your help", "help",
    "help me", "can you help me", "could you help me", "can you help me with this", "i have a problem",
    "ich habe eine frage", "ich habe ein problem", "ich brauche hilfe", "ich brauche deine hilfe", "kurze frage",
    "kannst du mir helfen", "können sie mir helfen", "j'ai une question", "j'ai besoin d'aide", "pouvez-vous m'aider",
    "peux-tu m'aider", "tengo una pregunta", "necesito ayuda", "puedes ayudarme", "ho una domanda",
    "ho bisogno di aiuto", "puoi aiutarmi", "tenho uma pergunta", "preciso de ajuda", "pode me ajudar",
    "ik heb een vraag", "ik heb hulp nodig", "kun je me helpen", "mam pytanie", "potrzebuję pomocy", "możesz mi pomóc",
    "у меня вопрос", "у меня есть вопрос", "мне нужна помощь", "можешь помочь", "помоги мне",
)  # fmt: skip
"""Dropped before punctuation and before the end: "I have a problem with my bike" says something."""

_REQUESTS = (
    "can you", "could you", "would you", "will you", "can you please", "could you please", "would you please",
    "i want you to", "i'd like you to", "i would like you to", "i need you to", "please can you", "please could you",
    "kannst du", "kannst du mir", "kannst du bitte", "kannst du mir bitte", "könntest du", "könntest du mir",
    "könntest du bitte", "könntest du mir bitte", "können sie", "können sie mir", "können sie bitte",
    "können sie mir bitte", "könnten sie", "könnten sie mir", "könnten sie bitte", "könnten sie mir bitte",
    "peux-tu", "peux-tu me", "peux-tu m'", "pouvez-vous", "pouvez-vous me", "pouvez-vous m'", "pourrais-tu",
    "pourrais-tu me", "pourrais-tu m'", "pourriez-vous", "pourriez-vous me", "pourriez-vous m'", "est-ce que tu peux",
    "est-ce que tu peux me", "est-ce que tu peux m'", "puedes", "podrías", "puede", "podría", "me puedes",
    "me podrías", "puoi", "potresti", "può", "potrebbe", "mi puoi", "você pode", "você poderia", "pode", "poderia",
    "podes", "kun je", "kun je me", "kunt u", "kunt u me", "zou je", "zou je me", "kan je", "czy możesz",
    "czy możesz mi", "czy mógłbyś", "czy mogłabyś", "możesz", "możesz mi", "ты можешь", "можешь", "не мог бы ты",
    "не могли бы вы", "можете",
)  # fmt: skip
"""Dropped, and with them the question mark: what is left is no question any more."""

_UNSPACED_OPENINGS = (
    "你好", "您好", "大家好", "嗨", "早上好", "下午好", "晚上好", "谢谢", "請問", "请问", "请你", "请您",
    "请帮我", "請幫我", "帮我", "幫我", "麻烦你", "麻烦您", "你能帮我", "你能不能帮我", "能不能帮我", "可以帮我",
    "能帮我", "こんにちは", "こんばんは", "おはようございます", "おはよう", "はじめまして", "すみませんが",
    "すみません", "失礼します", "お願いします", "ありがとうございます",
)  # fmt: skip
"""Chinese and Japanese part no words with spaces, so these are dropped wherever they stand at the beginning."""

_NAMED_TO = frozenset({"all", "everyone", "everybody", "zusammen", "tutti", "todos", "allemaal", "wszystkim", "всем"})
_PICTURES = "\u2600-\u27bf\U0001f300-\U0001faff\ufe0f"


def _any_of(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)


@dataclass(frozen=True, slots=True)
class _Openings:
    """Patterns of what says nothing, compiled when the first title is wanted: a start of the program need not wait."""

    before_punctuation: re.Pattern[str]
    before_name: re.Pattern[str]
    before_small: re.Pattern[str]
    request: re.Pattern[str]
    unspaced: re.Pattern[str]


@cache
def _openings() -> _Openings:
    greeting = _any_of(_GREETINGS)
    return _Openings(
        # A full stop counts only before a space: there are files named "hello.py".
        before_punctuation=re.compile(
            rf"¡?(?:{_any_of((*_GREETINGS, *_PREAMBLES))})(?!\w)\s*"
            rf"(?:[,!:;…–—，！：；、。？{_PICTURES}]+|[.?)]+(?=[\s{_PICTURES}]|$)|$)+\s*",
            re.IGNORECASE,
        ),
        before_name=re.compile(rf"¡?(?:{greeting})(?P<names>(?:\s+(?!world\b)\w{{1,20}}){{1,2}})\s*[,!]+\s*", re.I),
        before_small=re.compile(rf"¡?(?:{greeting})\s+(?!world\b)(?=(?P<next>\w))", re.IGNORECASE),
        request=re.compile(rf"¿?(?:{_any_of(_REQUESTS)})(?:(?<=')|\s+)(?=\w)", re.IGNORECASE),
        unspaced=re.compile(rf"(?:{_any_of(_UNSPACED_OPENINGS)})[,.!?:;，。！？：；、~～\s{_PICTURES}]*"),
    )


def without_opening(sentence: str) -> str:
    """What a sentence says after greetings and polite phrases; empty if that was all."""
    rest = sentence.replace("’", "'")
    is_request = False
    while found := _opening(rest):
        is_request = is_request or found.re is _openings().request
        rest = rest[found.end() :]
    said = sentence[len(sentence) - len(rest) :]
    return said.rstrip("?？ ") if is_request else said


def _opening(text: str) -> re.Match[str] | None:
    """What says nothing at the beginning."""
    openings = _openings()
    if found := openings.unspaced.match(text) or openings.before_punctuation.match(text):
        return found
    found = openings.before_name.match(text)
    if found and all(not name[0].islower() or name in _NAMED_TO for name in found["names"].split()):
        return found
    found = openings.before_small.match(text)
    return found if found and not found["next"].isupper() else openings.request.match(text)
