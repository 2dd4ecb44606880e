"""The books against the provider: what differs is said in words, and a month is closed when nothing does."""
