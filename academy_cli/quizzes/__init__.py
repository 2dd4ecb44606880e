"""Quizzes: how they are written, drawn for an attempt, graded and shown; all of it functions of values."""
