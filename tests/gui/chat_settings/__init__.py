"""Tests of the settings of a chat and of the window of the assistants."""
