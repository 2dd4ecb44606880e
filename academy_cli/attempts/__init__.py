"""Learners' attempts at quizzes: begun, answered, graded, and graded again when a question was mended."""
