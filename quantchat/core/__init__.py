"""Values and arithmetic: no files, clock, threads or Qt; the standard library only."""
