"""What clients/ writes into the journal."""
