"""What follows from what happened: the only place that joins contexts. One file a reaction."""
