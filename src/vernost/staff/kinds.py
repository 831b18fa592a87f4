"""What staff/ writes into the journal."""
