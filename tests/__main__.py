"""`python3 -m tests` installs what the tests need and runs them all, with every other check.

With arguments, only pytest runs, and they are pytest's.
"""

import sys

from app import _bootstrap


def main() -> None:
    _bootstrap.enter("tests", ("postgres", "test"), sys.argv[1:])
    from tests import _runner

    sys.exit(_runner.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
