"""Prints the pins of some sections of constraints.txt as pip reads requirements: `section.py runtime engine`.

For the recipes of other systems, whose set-up is not written in Python.
"""

import sys
from pathlib import Path

from pins import Section, in_sections, read_pins

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


def main(names: list[str]) -> int:
    """Print them; return the exit status."""
    print("\n".join(pin.requirement for pin in in_sections(read_pins(CONSTRAINTS), *map(Section, names))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
