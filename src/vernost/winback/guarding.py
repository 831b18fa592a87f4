"""Who is left alone gets no advertising: the control group until its round is over, and whoever was let
go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.post.guards import Guard, register
from vernost.winback.selectors.alone import in_control, were_let_go


def register_own() -> None:
    register(
        Guard(
            name="winback_control",
            why=_("The client is in a control group of winning back and is left alone until the round ends."),
            holds=in_control,
        )
    )
    register(
        Guard(
            name="winback_let_go",
            why=_("It was decided to let this client go: nobody writes to win them back."),
            holds=were_let_go,
        )
    )
