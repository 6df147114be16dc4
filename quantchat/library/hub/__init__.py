"""Hugging Face: what is published there, headers of files that are not here yet, and the person's access token.

`addresses` and `token` load nothing; `http` and what stands on it load an HTTP client, 0.2 s, so import those on the
thread that goes on the network and not at the start.
"""
