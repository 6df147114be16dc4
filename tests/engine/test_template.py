"""A chat template comes out of an untrusted file: it renders what honest ones need and can do nothing else."""

import resource
import signal
import time
from collections.abc import Iterator

import pytest

from quantchat.core.chat import PromptMessage, Role
from quantchat.engine.template import (
    CHATML_FALLBACK,
    MAX_TEMPLATE_BYTES,
    PLAIN_FALLBACK,
    ChatTemplate,
    SpecialTexts,
)
from quantchat.errors import ErrorKind, KnownError

CHAT = (
    PromptMessage(Role.SYSTEM, "Be brief."),
    PromptMessage(Role.USER, "Hi"),
    PromptMessage(Role.ASSISTANT, "Hello", reasoning="A greeting."),
    PromptMessage(Role.USER, "Bye"),
)


def render(source: str, messages: tuple[PromptMessage, ...] = CHAT) -> str:
    return ChatTemplate(source, SpecialTexts(bos="<s>", eos="</s>")).render(messages)


def test_the_chatml_fallback_writes_every_message_and_opens_the_answer() -> None:
    assert render(CHATML_FALLBACK, CHAT[:2]) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )


def test_the_plain_fallback_is_a_dialogue() -> None:
    assert render(PLAIN_FALLBACK) == "Be brief.\n\nUser: Hi\nAssistant: Hello\nUser: Bye\nAssistant:"


def test_templates_get_what_they_ask_for() -> None:
    source = (
        "{{ bos_token }}{{ eos_token }}{% for m in messages %}{% if m.reasoning_content %}[{{ m.reasoning_content }}]"
        "{% endif %}{% if loop.index > 3 %}{% break %}{% endif %}{% endfor %}{{ {'a': '<ü>'}|tojson }}"
        "{{ strftime_now('%Y')|length }}{{ tools is none }}"
    )
    assert render(source) == '<s></s>[A greeting.]{"a": "<ü>"}4True'


def test_blank_space_around_blocks_is_trimmed_as_the_authors_of_templates_expect() -> None:
    assert render("  {% if true %}\nx\n  {% endif %}\ny") == "x\ny"


def test_a_template_that_refuses_system_messages_gets_it_within_the_first_question() -> None:
    source = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('No system role') }}{% endif %}"
        "<{{ m.role }}>{{ m.content }}{% endfor %}"
    )
    assert render(source) == "<user>Be brief.\n\nHi<assistant>Hello<user>Bye"


def test_a_template_that_refuses_everything_is_told_with_its_own_words() -> None:
    with pytest.raises(KnownError, match="refuses this conversation: “never”") as caught:
        render("{{ raise_exception('never') }}")
    assert caught.value.kind is ErrorKind.TEMPLATE


@pytest.mark.parametrize(
    "source",
    [
        "{% for m in messages %}{{ m.content",
        "{% nonsense %}",
        "{{ 1|nonsense }}",
        "{{ messages[99].content }}",
        "{{ missing.attribute }}",
        "{{ 1 + 'a' }}",
        "{{ 1 / 0 }}",
        "{{ 'x'|xmlattr }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ " + "(" * 3000 + ")" * 3000 + " }}",
        "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
        "x" * (MAX_TEMPLATE_BYTES + 1),
    ],
    ids=lambda source: source[:24],
)
def test_a_template_with_mistakes_is_told_as_one_sentence(source: str) -> None:
    with pytest.raises(KnownError, match="chat template inside this model file") as caught:
        render(source)
    assert caught.value.kind is ErrorKind.TEMPLATE
    assert caught.value.hint


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.__class__ }}{{ messages.__class__.__init__.__globals__ }}",
        "{{ raise_exception.__globals__['json'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(strftime_now) }}",
        "{{ (messages|map(attribute='__class__')|list|first).__mro__ }}",
        "{{ messages.append(1) }}",
        "{{ messages[0].update({'content': 'x'}) }}",
    ],
)
def test_a_template_cannot_reach_python_or_change_the_conversation(source: str) -> None:
    with pytest.raises(KnownError) as caught:
        render(source)
    assert caught.value.kind is ErrorKind.TEMPLATE


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "runs without end"),
        ("{% for a in range(99999) %}{{ 'x' * 9999 }}{% endfor %}", "writes without end"),
        ("{{ ('x' * 99999999999)|length }}", "more memory"),
        (
            "{% set ns = namespace(s='x') %}{% for a in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
            "more memory",
        ),
        ("{{ 10 ** 10 ** 10 }}", "powers are not allowed"),
        ("{{ range(1000000)|list|length }}", "too big"),
    ],
)
def test_a_template_without_end_is_stopped_in_bounded_time(
    source: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.engine.template.TIME_LIMIT_SECONDS", 1.5)
    began = time.monotonic()
    with pytest.raises(KnownError, match=words):
        render(source)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("source", ["{{ 1 / 0 }}", "{{ ('x' * 99999999999)|length }}", "{{ raise_exception('no') }}"])
def test_limits_hold_only_while_a_template_runs(source: str, alarm_handler: object, memory_limit_bytes: int) -> None:
    with pytest.raises(KnownError):
        render(source)
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == memory_limit_bytes
    assert signal.getsignal(signal.SIGALRM) is alarm_handler
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.fixture
def alarm_handler() -> Iterator[object]:
    """The handler that was there before."""

    def handler(_signal: int, _frame: object) -> None:
        pytest.fail("The alarm of a template rang after it had ended.")

    before = signal.signal(signal.SIGALRM, handler)
    yield handler
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def memory_limit_bytes() -> Iterator[int]:
    """The limit that was there before."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit_bytes = 1 << 46
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, hard))
    yield limit_bytes
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
