"""Vernost: a self-hosted CRM for keeping clients."""

__version__ = "0.1.0"
