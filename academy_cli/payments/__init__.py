"""Money: what learners pay, what goes back to them, and the books of it."""
