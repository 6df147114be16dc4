"""The engine process and the worker thread that talks to it."""
