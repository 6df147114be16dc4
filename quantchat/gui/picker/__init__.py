"""The model picker: which models there are, which quantization of each to take and why, one button to get it."""
