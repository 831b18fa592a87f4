"""What happened: written once, in the transaction of the change itself, and never altered.

``vernost.journal.write``: record, record_many, diff. ``vernost.journal.read``: timeline, audit.
``vernost.journal.kinds``: what an entry of each kind says, and how personal data leaves it.
"""
