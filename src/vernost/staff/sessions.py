"""Sessions kept in a table that knows whose they are, so that they can be listed and ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from vernost.staff.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Django writes the whole row anew, so what it does not know of must be carried in the data."""
        row: Any = super().create_model_instance(data)
        employee = data.get(SESSION_KEY)
        row.employee_id = int(employee) if employee else None
        for field in ("address", "browser", "created_at", "seen_at"):
            if field in data.get("_seen", {}):
                setattr(row, field, data["_seen"][field])
        return row
