"""Courses of ours, made into packages of other formats, with a report of what became of each thing."""
