"""The only reader of the machine: memory, processor, GPUs, and the programs that hold memory now.

Each reader fails alone. Functions that read Linux's `/proc` and `/sys` take the folder those lie in, so that tests
can describe another machine.
"""
