"""What to say and do at the moment it is needed: written by marketing, versioned, told back by sales (rule
7.2)."""
