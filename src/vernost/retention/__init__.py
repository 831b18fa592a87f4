"""What the firm's own orders tell of each client: facts, lifecycle, loss."""
