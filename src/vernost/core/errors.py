"""Every error that a person or a program may meet. Contexts add leaves in their own errors.py.

    VernostError                     500
    ├── NotSignedIn                  401   nobody is signed in
    ├── NotAllowed                   403   a visible thing, a forbidden verb
    ├── NotVisible                   404   it does not exist, or not for this person: the same answer
    ├── Gone                         404   it was there and has been deleted or merged (link to the successor)
    ├── Conflict                     409   somebody changed it meanwhile: what, and to what
    ├── Invalid                      422   values that break a rule: field → messages
    ├── TooBig                       413   more than a page takes
    ├── TooMany                      429   too often, too much
    ├── Unavailable                  503   the database is busy, full or away; nothing was half-written
    └── Misconfigured                500   the installation cannot work so: what to do

A message is a whole sentence for people, translated when shown. ``code`` is for programs and never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = "str | Promise"


class VernostError(Exception):
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    message: Text = _("Something went wrong on our side. Nothing of yours was lost.")
    todo: Text = ""  # what to do, where the page of the status would advise wrongly

    def __init__(self, message: Text | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__()

    def __str__(self) -> str:
        return str(self.message)


class NotSignedIn(VernostError):
    status = 401
    code = "not_signed_in"
    message = _("Sign in first.")


class NotAllowed(VernostError):
    status = 403
    code = "not_allowed"
    message = _("Your role does not allow this.")

    def __init__(self, message: Text | None = None, *, verb: str = "") -> None:
        super().__init__(message)
        self.verb = verb


class NotVisible(VernostError):
    """Says nothing of what was asked for: whoever may not see a thing does not learn that it exists."""

    status = 404
    code = "not_found"
    message = _("There is no such page, or it is not yours to see.")


class Gone(VernostError):
    status = 404
    code = "gone"
    message = _("This has been deleted.")

    def __init__(self, message: Text | None = None, *, successor: str = "") -> None:
        super().__init__(message)
        self.successor = successor


class Conflict(VernostError):
    """Somebody else changed the same thing. ``changes``: field → (what you saw, what it is now)."""

    status = 409
    code = "conflict"
    message = _("Somebody changed this while you were editing. Your text is kept: compare and save again.")

    def __init__(
        self, message: Text | None = None, *, changes: Mapping[str, tuple[Any, Any]] | None = None
    ) -> None:
        super().__init__(message)
        self.changes = dict(changes or {})


class Invalid(VernostError):
    """Values that break a rule. ``fields``: field → messages; the key "" holds those of no field."""

    status = 422
    code = "invalid"
    message = _("Some of the values cannot be saved.")

    def __init__(self, message: Text | None = None, **fields: Text | Sequence[Text]) -> None:
        super().__init__(message)
        self.fields: dict[str, list[Text]] = {
            name: [texts] if isinstance(texts, str | Promise) else list(texts)
            for name, texts in fields.items()
        }
        if message is not None and not self.fields:
            self.fields = {"": [message]}

    @classmethod
    def of(cls, error: ValidationError, *, whole_row: str = "") -> Invalid:
        """What ``full_clean`` refused. ``whole_row``: the field where a constraint of the row is said."""
        found: dict[str, list[str]] = {}
        for field, texts in error.message_dict.items():
            found.setdefault(whole_row if field == NON_FIELD_ERRORS else field, []).extend(texts)
        invalid = cls()
        invalid.fields = {field: list(texts) for field, texts in found.items()}
        return invalid

    def __str__(self) -> str:
        return " ".join(str(text) for texts in self.fields.values() for text in texts) or str(self.message)


class TooBig(VernostError):
    status = 413
    code = "too_big"
    message = _("That is too much for one page: 5 MB at most.")
    todo = _("Send it in parts. A whole base comes from a file, by “Import”.")


class TooMany(VernostError):
    status = 429
    code = "too_many"
    message = _("Too many tries. Wait a little and repeat.")


class Unavailable(VernostError):
    status = 503
    code = "unavailable"
    message = _("The database does not answer just now. Nothing was half-written: repeat in a minute.")


class Misconfigured(VernostError):
    code = "misconfigured"
    message = _("The installation is not complete.")
