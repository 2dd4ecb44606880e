"""Backups that are made by themselves: what a system is told so that it makes, proves and drops them."""
