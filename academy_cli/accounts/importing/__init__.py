"""Importing people: the bulk engine's kind of rows that are accounts, with their roles and courses."""
