"""What storage holds of courses: whether it is all there, and what nobody needs."""
