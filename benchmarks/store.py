"""How long it takes to list, search and open conversations when there are very many.

Makes conversations out of the commonest English words in their usual proportions, with some German and Japanese, in a
temporary folder that is removed again. Whatever the disk cache holds counts as held.

    python benchmarks/store.py [--conversations 10000] [--messages 10] [--words 80] [--profile]
"""

import argparse
import cProfile
import itertools
import pstats
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from quantchat.core.chat import Role
from quantchat.core.conversation_record import ConversationRecord, MessageRecord, with_remembered_branch
from quantchat.store.conversations import ConversationStore

COMMON_WORDS = (
    "the of and to in is that for it as with was on be by this from at which or an are not have can but one all they"
    " has been their more if will would about other when what so up out into them some could time than only its over"
    " like model memory answer question file table code value number list word change think number system work order"
)
RARE = tuple(f"{left}{right}" for left, right in itertools.product(("quan", "zeta", "oak", "birch", "lumen"), "aeiou"))
FOREIGN = ("Größe", "Straße", "Übung", "日本語", "機械学習", "東京")
REPEATS = 15
LONG_CONVERSATION = 1000


def text(source: random.Random, words: int) -> str:
    """Words that follow Zipf's law roughly, one in fifty of them rare or foreign."""
    vocabulary = COMMON_WORDS.split()
    common = source.choices(vocabulary, [1 / (rank + 1) for rank in range(len(vocabulary))], k=words)
    return " ".join(
        source.choice(RARE) if source.random() < 0.015 else source.choice(FOREIGN) if source.random() < 0.005 else word
        for word in common
    )


def record(source: random.Random, number: int, messages: int, words: int) -> ConversationRecord:
    """One conversation of questions and longer answers."""
    roles = itertools.cycle((Role.USER, Role.ASSISTANT))
    made = tuple(
        MessageRecord(
            place - 1 if place else None, role, text(source, words if place % 2 else words // 4), float(number)
        )
        for place, role in zip(range(messages), roles, strict=False)
    )
    linked = with_remembered_branch(made, messages - 1)
    return ConversationRecord(text(source, 5), float(number), float(number), linked, messages - 1)


def records(conversations: int, messages: int, words: int) -> Iterator[ConversationRecord]:
    """The same conversations at every run."""
    source = random.Random(7)
    for number in range(conversations):
        yield record(source, number, messages, words)


def times_ms(action: Callable[[], object]) -> str:
    """Median and longest time of an action."""
    took = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        action()
        took.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(took):8.1f} ms (median of {REPEATS}; {max(took):.1f} at most)"


def main() -> None:
    """Fill a store, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=10)
    parser.add_argument("--words", type=int, default=80, help="in an answer; a question has a quarter of them")
    parser.add_argument("--profile", action="store_true", help="say where a search spends its time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "conversations.sqlite3"
        store = ConversationStore.open(path).store
        began = time.perf_counter()
        store.archive.add(records(arguments.conversations, arguments.messages, arguments.words))
        print(f"{arguments.conversations:,} conversations of {arguments.messages} messages")
        print(f"{'import':28}{time.perf_counter() - began:8.1f} s")
        (long_id,) = store.archive.add([record(random.Random(8), 0, LONG_CONVERSATION, arguments.words)])
        store.close()
        print(f"{'file':28}{path.stat().st_size / 1e6:8.0f} MB")
        began = time.perf_counter()
        store = ConversationStore.open(path).store
        print(f"{'start, with daily backup':28}{time.perf_counter() - began:8.1f} s")
        measure(store, long_id)
        if arguments.profile:
            with cProfile.Profile() as profile:
                store.search.find("größ")
            pstats.Stats(profile).sort_stats("tottime").print_stats(12)
        store.close()


def measure(store: ConversationStore, long_id: int) -> None:
    """Print how long the window would wait for each act."""
    print(f"{'list':28}{times_ms(store.conversations)}")
    print(f"{f'open {LONG_CONVERSATION} messages':28}{times_ms(lambda: store.thread(long_id))}")
    for typed in (
        "t",
        "th",
        "the",
        "the of",
        "memo",
        "quan oak",
        "the of and to in",
        "zetai",
        '"zetai of the"',
        '"the of the of the of the of"',
        "größ",
        "日本",
        "nothing",
    ):
        found = store.search.find(typed)
        print(f"{f'search {typed} ({len(found.hits)})':28}{times_ms(partial(store.search.find, typed))}")
    (question,) = store.thread(long_id)[:1]
    print(f"{'add question and answer':28}{times_ms(lambda: ask(store, long_id, question.id))}")
    print(f"{'delete and restore':28}{times_ms(lambda: delete_and_restore(store, long_id))}")
    print(f"{'export one':28}{times_ms(lambda: store.archive.read(long_id))}")
    store.delete_conversation(long_id)
    began = time.perf_counter()
    store.trash.empty()
    print(f"{'purge 1,000 messages':28}{(time.perf_counter() - began) * 1000:8.1f} ms")


def ask(store: ConversationStore, conversation_id: int, parent_id: int) -> None:
    """What a turn writes, without the partial answers."""
    store.add_question_and_answer(conversation_id, parent_id, "How high is an oak?", model_name="m", quantization="q")


def delete_and_restore(store: ConversationStore, conversation_id: int) -> None:
    """Into the trash and back."""
    store.delete_conversation(conversation_id)
    store.restore_conversation(conversation_id)


if __name__ == "__main__":
    main()
