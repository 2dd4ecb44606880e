"""How far learners have come, and when that is far enough."""
