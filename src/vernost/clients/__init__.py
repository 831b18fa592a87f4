"""The client base: people and companies, key people, consents, duplicates, segments, and what hangs on a
client."""
