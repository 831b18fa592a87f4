"""Why a letter was not sent, in words for people. Nothing is held back in silence.

reason("complaint_open", _("A complaint is open: until it is settled, no offers are sent."))
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Text

_REASONS: dict[str, Text] = {}


def reason(code: str, words: Text) -> str:
    if code in _REASONS:
        raise ValueError(f"the reason {code} is declared twice")
    _REASONS[code] = words
    return code


def words(code: str) -> str:
    return str(_REASONS.get(code, code))


def every() -> list[tuple[str, Text]]:
    return list(_REASONS.items())


GONE = reason("gone", _("The client has been erased or merged into another."))
CLOSED = reason("closed", _("The client is closed: nobody writes to them."))
LEFT = reason("left", _("The employee does not work here any more."))
NO_ADDRESS = reason("no_address", _("There is no e-mail address."))
BOUNCED = reason("bounced", _("The address does not exist: a mail server has said so before."))
NO_CONSENT = reason("no_consent", _("The client has not agreed to letters with offers."))
WITHDRAWN = reason("withdrawn", _("The client has withdrawn the consent to letters with offers."))
UNSUBSCRIBED = reason("unsubscribed", _("The reader of this address has unsubscribed."))
TOO_OFTEN = reason("too_often", _("The client has had as many letters in 7 days as the firm allows."))
ADDRESS_REFUSED = reason("address_refused", _("The mail server says that there is no such address."))
SERVER_REFUSED = reason("server_refused", _("The mail server did not take the letter."))
CAME_BACK = reason("came_back", _("The letter came back: the reader’s mail server did not keep it."))
GAVE_UP = reason("gave_up", _("The mail server could not be reached, or put us off, for three days."))
BROKEN = reason("broken", _("The letter could not be written: tell whoever looks after Vernost."))
UNSURE = reason(
    "unsure", _("We were cut off while handing the letter over: it may have arrived. Ask, or send it again.")
)
