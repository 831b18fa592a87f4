"""Standards of service (rules 5.3, 5.8): the register, their figures, checks by hand, breaches, hours."""
