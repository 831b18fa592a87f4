"""What can go wrong with indicators."""

from __future__ import annotations

from vernost.core.errors import NotVisible


class NoSuchIndicator(NotVisible):
    """There is none of this name."""
