"""allauth's forms of keys in our words: some of theirs have no Russian, some speak of «operations»."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["passwordless"].label = _("Sign in by this key alone")
        self.fields["passwordless"].help_text = _(
            "Without the password: the key itself asks for a finger, a face or a PIN."
        )
        self.fields["passwordless"].initial = True


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Six digits from the app")
        field.widget.attrs |= {"placeholder": "", "inputmode": "numeric", "maxlength": "7"}
