"""Deals out of another system: columns found by name, rows checked, written in chunks, once."""
