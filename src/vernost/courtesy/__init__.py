"""After a large order somebody asks whether all is well: a call, or a form where calls are many."""
