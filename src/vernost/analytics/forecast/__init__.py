"""Forecasts that learn from the firm's own past, and how often they were right there (rules 2.3 and 2.8)."""
