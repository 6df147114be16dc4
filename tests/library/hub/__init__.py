"""Tests of talking to Hugging Face, against a hub of our own on loopback."""
