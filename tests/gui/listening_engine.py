"""An engine that loads nothing: the test says what it says."""

from collections.abc import Callable

from quantchat.core.plan import LoadPlan


class ListeningEngine:
    """Keeps what it is asked to load."""

    def __init__(self) -> None:
        self.plans: list[LoadPlan] = []

    def expect_load(self, _plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        on_ready()

    def load(self, plan: LoadPlan) -> None:
        self.plans.append(plan)

    def unload(self) -> None:
        return
