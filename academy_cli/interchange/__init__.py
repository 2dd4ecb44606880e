"""Courses of other formats, made into ours, with a report of what became of everything in them."""
