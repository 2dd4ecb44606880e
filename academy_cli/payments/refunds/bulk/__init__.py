"""Refunds in bulk: planned into a file that people edit, written down together, sent one after the other."""
