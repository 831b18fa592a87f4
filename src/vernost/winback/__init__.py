"""Winning back: whom, why they left, how, and whether it worked (rules 6.1–6.6)."""
