"""Complaints that nobody forgets: six steps with deadlines, the client kept informed (rule 5.1)."""
