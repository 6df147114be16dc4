"""Cutting the vocabulary down before the penalties is cheaper and draws exactly the same tokens."""

import subprocess
import sys
from pathlib import Path

from tests.engine.sampler_comparison import CASES, TOKENS


def test_the_cheap_order_draws_the_tokens_of_penalties_over_the_whole_vocabulary(starter_model: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.engine.sampler_comparison", str(starter_model)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == [f"{TOKENS} 0"] * len(CASES)
