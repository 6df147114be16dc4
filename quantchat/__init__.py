"""QuantChat: chat offline with language models, with true advice on quantization."""

__version__ = "0.1.0"
