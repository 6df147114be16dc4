"""Grammars that would hurt llama.cpp are refused at once, with the line and the fault in a sentence."""

import pytest

from quantchat.core.grammar_check import MAX_GRAMMAR_BYTES, check_grammar
from quantchat.errors import KnownError

CHAIN = "\n".join(f"r{n} ::= r{n + 1}" for n in range(3000)) + '\nr3000 ::= "x"\nroot ::= r0'


def refusal(grammar: str) -> str:
    with pytest.raises(KnownError) as refused:
        check_grammar(grammar)
    return refused.value.sentence


def test_the_line_of_a_fault_is_told() -> None:
    assert refusal('root ::= item\n\nitem ::= "a" | other\n') == (
        "Line 3 of the grammar names a rule “other” that is nowhere defined, so no answer can be held to it."
    )


def test_a_grammar_without_a_beginning_is_told_what_it_lacks() -> None:
    assert "has no rule named “root”" in refusal('item ::= "a"')
    assert "has no rule named “root”" in refusal("")


@pytest.mark.parametrize(
    "grammar",
    [
        'root ::= root "a" | "b"',
        'root ::= (root "a" | "b")',
        'c ::= ""\nb ::= c\na ::= b\nroot ::= a root | "x"',
        'root ::= a root | "x"\na ::= b\nb ::= c?\nc ::= "y"',
    ],
)
def test_a_rule_that_comes_back_to_itself_without_a_character_is_refused(grammar: str) -> None:
    assert "come back to itself without a character" in refusal(grammar)


@pytest.mark.parametrize("grammar", ['root ::= "a" root | "b"', 'root ::= ("a" "b"?)+', 'root ::= ("a"+ | "b")* "c"'])
def test_a_rule_that_comes_back_after_a_character_is_not(grammar: str) -> None:
    check_grammar(grammar)


@pytest.mark.parametrize(
    "grammar", ['root ::= ("a"? "b"?)+', 'root ::= ""*', 'root ::= (("a" | )? b){0,300}\nb ::= "b"*']
)
def test_what_can_be_empty_is_not_repeated_again_and_again(grammar: str) -> None:
    assert "Line 1 of the grammar repeats again and again what can be empty" in refusal(grammar)


def test_what_can_be_empty_may_be_repeated_a_few_times() -> None:
    check_grammar('root ::= ("a"? "b"?){0,3}')


def test_brackets_nested_so_deep_that_llama_cpp_would_run_out_of_stack_are_refused() -> None:
    assert "nests brackets deeper than 64" in refusal("root ::= " + "(" * 30_000)


@pytest.mark.parametrize(
    "grammar",
    [
        'root ::= "' + "a" * 1000 + '"{1000}',
        'root ::= "' + "a" * 60_000 + '"{1999}',
        'root ::= ("' + "a" * 300 + '"{300}) ("' + "b" * 300 + '"{300})',
    ],
)
def test_repetitions_that_would_take_much_memory_are_refused(grammar: str) -> None:
    assert "too large once its repetitions are written out" in refusal(grammar)


def test_more_repetitions_than_llama_cpp_can_hold_are_refused() -> None:
    assert "repeats something more than 1,999 times" in refusal('root ::= "a"{2,2000}')
    assert "no usable number of repetitions" in refusal('root ::= "a"{' + "9" * 5000 + "}")
    assert "at most fewer times than at least" in refusal('root ::= "a"{5,2}')


def test_what_is_no_text_or_too_much_of_it_is_refused() -> None:
    assert "holds something that is no text" in refusal('root ::= "\0"')
    assert "holds something that is no text" in refusal('root ::= "\ud83d"')
    assert "is larger than 64 KiB" in refusal('root ::= "' + "a" * MAX_GRAMMAR_BYTES + '"')


def test_a_long_chain_of_rules_is_followed_without_recursion() -> None:
    check_grammar(CHAIN)


def test_names_from_the_grammar_cannot_disturb_the_sentence() -> None:
    assert "“\\\N{RIGHT-TO-LEFT OVERRIDE}" not in refusal('root ::= "\\\N{RIGHT-TO-LEFT OVERRIDE}"')
