"""Sign-ins and changes of the keys, written into the journal; allauth tells of them by signals only."""
