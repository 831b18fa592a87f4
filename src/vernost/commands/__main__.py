"""``python -m vernost.commands serve``: how the processes of ``serve`` start each other."""

from __future__ import annotations

from vernost.commands import main

raise SystemExit(main())
