"""Getting model files: a cut, a quit or a power cut costs nothing that arrived, and nothing unchecked is ever listed.

`download_queue.Downloads` is what others use; `values` is what they say to it and hear from it.
"""
