"""What to do today, and for whom: contacts, promises, next steps, «Today» (rules 1.9, 5.2, 5.6, 5.7)."""
