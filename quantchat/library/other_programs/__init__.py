"""Model files that other programs keep on this computer: found where they lie and used in place.

Nothing here writes, moves or deletes, and whatever is broken in another program's files only hides its models.
"""
