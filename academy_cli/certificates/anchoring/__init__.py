"""Batches of certificates under one number, which whoever wants writes down where it stays."""
