"""The settings, all in one dialog that can be searched."""
