"""A model that crashes again and again is not restarted for ever."""

from quantchat.core.plan import LoadPlan
from quantchat.engine.crash_history import WINDOW_SECONDS, CrashHistory

PLAN = LoadPlan("model.gguf")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_one_crash_is_forgiven_and_the_second_within_five_minutes_is_not() -> None:
    clock = Clock()
    history = CrashHistory(clock)
    history.note(PLAN)
    assert not history.crashes_repeatedly(PLAN)
    clock.now += WINDOW_SECONDS - 1
    history.note(PLAN)
    assert history.crashes_repeatedly(PLAN)


def test_crashes_further_apart_than_five_minutes_do_not_count_together() -> None:
    clock = Clock()
    history = CrashHistory(clock)
    history.note(PLAN)
    clock.now += WINDOW_SECONDS
    history.note(PLAN)
    assert not history.crashes_repeatedly(PLAN)
    clock.now += 10
    history.note(PLAN)
    assert history.crashes_repeatedly(PLAN)


def test_safer_settings_of_the_same_model_are_another_plan() -> None:
    history = CrashHistory(Clock())
    history.note(PLAN)
    history.note(PLAN)
    assert not history.crashes_repeatedly(PLAN.safer())


def test_a_plan_that_was_asked_for_by_name_gets_a_new_chance() -> None:
    history = CrashHistory(Clock())
    history.note(PLAN)
    history.note(PLAN)
    history.forget(PLAN)
    assert not history.crashes_repeatedly(PLAN)
