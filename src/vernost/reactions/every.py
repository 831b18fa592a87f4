"""Every reaction there is: a file that is not named here does not exist."""

from __future__ import annotations

from vernost.reactions import lost, promise_broken, returned

__all__ = ["lost", "promise_broken", "returned"]
