"""``python -m vernost``: what ``run.py`` hands over to."""

from __future__ import annotations

import sys

from vernost.cli import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
