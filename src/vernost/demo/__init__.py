"""The sample firm: a coffee roaster with its clients over three years, always fresh, the same for a seed."""
