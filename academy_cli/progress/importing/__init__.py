"""Importing progress: the bulk engine's kind of rows that are lessons of learners."""
