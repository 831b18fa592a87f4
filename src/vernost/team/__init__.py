"""The people of the firm: what they earn of their clients, what they learn, and what they think of."""
