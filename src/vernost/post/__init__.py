"""The one door for every outgoing message: asked for here, held back here, sent from here."""
