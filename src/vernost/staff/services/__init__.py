"""Every write about employees: policy → rule → save → journal."""
