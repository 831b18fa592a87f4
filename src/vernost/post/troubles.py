"""What keeps a mailbox from being read, in words for whoever looks after it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text

TROUBLES: dict[str, Text] = {
    "password": _(
        "The mail server refuses the user or the password. Set VERNOST_INTAKE_IMAP_URL anew; next try in ten "
        "minutes."
    ),
    "away": _("The mail server cannot be reached. Tried again every minute."),
    "tls": _("The mail server’s certificate cannot be trusted, so the password was not sent."),
    "open_line": _("The mail server offers no TLS: the password would be read on the way. Use imaps://."),
    "folder": _("There is no such folder in the mailbox."),
    "dropped": _("The mail server hung up half-way. What was read is kept; reading goes on in a minute."),
    "answer": _("The mail server does not understand us, or does not want to. Tried again every minute."),
}


class MailboxTrouble(Exception):
    """``code``: of TROUBLES; ``detail``: the server's own words, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code}: {detail}" if detail else code)


def words(code: str) -> str:
    return str(TROUBLES.get(code, code))
