"""Models on disk and on offer."""
