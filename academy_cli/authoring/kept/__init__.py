"""Pages that need not be read here and now: read before, or being read beside by another process.

What a file says is a function of its bytes alone, so whoever read the same bytes may be asked.
"""
