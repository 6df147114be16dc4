"""Every question gets exactly one end, however fast questions and stops follow each other."""

import random
import threading

from quantchat.engine.protocol import BenchmarkFinished, Finished, FinishReason
from tests.engine.running_engine import RunningEngine, user

HI = user("Hi there, tell me a story.")


def test_a_storm_of_questions_and_stops_ends_each_question_once(shared_engine: RunningEngine) -> None:
    order = random.Random(7)
    asked = []
    for _ in range(60):
        asked.append(shared_engine.start(HI, max_tokens=order.choice([1, 3, 40])))
        if order.random() < 0.8:
            shared_engine.client.cancel(order.choice(asked[-3:]))
    last = shared_engine.ask(HI, max_tokens=2)
    assert last.reason is FinishReason.LENGTH
    assert all(len(shared_engine.so_far(generation).ends) == 1 for generation in asked)


def test_stops_from_another_thread_end_each_question_once(shared_engine: RunningEngine) -> None:
    asked: list[int] = []
    is_over = threading.Event()

    def stop_everything() -> None:
        while not is_over.is_set():
            for generation in asked[-2:]:
                shared_engine.client.cancel(generation)

    thread = threading.Thread(target=stop_everything)
    thread.start()
    for _ in range(15):
        asked.append(shared_engine.start(HI, max_tokens=30))
        assert len(shared_engine.answer(asked[-1]).ends) == 1
    is_over.set()
    thread.join()
    assert shared_engine.ask(HI, max_tokens=2).reason is FinishReason.LENGTH


def test_a_stop_right_behind_the_question_is_never_lost(shared_engine: RunningEngine) -> None:
    for _ in range(20):
        generation = shared_engine.start(HI, max_tokens=1000)
        shared_engine.client.cancel(generation)
        assert shared_engine.answer(generation).reason is FinishReason.STOPPED


def test_a_benchmark_has_a_figure_for_each_repetition(shared_engine: RunningEngine) -> None:
    (end,) = shared_engine.answer(shared_engine.client.benchmark(32, 8, 2)).ends
    assert isinstance(end, BenchmarkFinished)
    figures = (end.prefill_tokens_per_second, end.decode_tokens_per_second, end.time_to_first_token_ms)
    assert [len(values) for values in figures] == [2, 2, 2]
    assert all(value > 0 for values in figures for value in values)


def test_a_benchmark_that_is_stopped_ends_and_the_next_answer_is_right(shared_engine: RunningEngine) -> None:
    expected = shared_engine.ask(HI, max_tokens=8).text
    running = shared_engine.client.benchmark(512, 128, 50)
    waiting = shared_engine.client.benchmark(512, 128, 50)
    shared_engine.wait_for_text(running, tokens=60)
    shared_engine.client.cancel(waiting)
    shared_engine.client.cancel(running)
    for generation in (running, waiting):
        (end,) = shared_engine.answer(generation).ends
        assert isinstance(end, Finished)
        assert end.reason is FinishReason.STOPPED
    assert shared_engine.ask(HI, max_tokens=8).text == expected
