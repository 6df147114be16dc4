"""`quantchat` without a command opens the window, or says why it cannot."""

import pytest

from tests.cli.program import run


def test_without_a_display_there_is_one_sentence_and_no_abort(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("QuantChat needs a graphical display and found none")
