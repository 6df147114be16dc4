"""Conversations on disk: SQLite, written before anything else sees them."""
