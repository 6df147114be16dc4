"""Tests of the settings dialog and of its presenter."""
