"""What of this context hangs on a client."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.clients.belongings import Overwrite, Rows, register
from vernost.courtesy.models import Courtesy

PRIVATE = ("secret", "order", "step", "letter")


def register_own() -> None:
    # The mark stays for the mean; the words and the way in go.
    erasing = Overwrite({"comment": "", "secret": ""})
    register(Rows(Courtesy, label=_("courtesies after orders"), erasing=erasing, private=PRIVATE))
