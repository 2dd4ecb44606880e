"""One engine for every bulk command: rows of a file, a plan, a journal, and a way to go on or back."""
