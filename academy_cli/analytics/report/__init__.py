"""Figures as a report: one page for whoever does not work here, as HTML or PDF."""
