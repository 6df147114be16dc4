"""Without Qt there is no window to open."""

from tests.leaks import HAS_QT

collect_ignore = [] if HAS_QT else ["test_window.py"]
