"""Selling: deals on their stages, reasons of what fell through, offers."""
