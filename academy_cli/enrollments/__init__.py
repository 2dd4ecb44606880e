"""Who is in which course, and whether that gives access."""
