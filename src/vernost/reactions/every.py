"""Every reaction there is: a file that is not named here does not exist."""

from __future__ import annotations
