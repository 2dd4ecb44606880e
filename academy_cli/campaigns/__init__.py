"""One message to many learners of a course: shown first, sent at a rate, never twice to one person."""
