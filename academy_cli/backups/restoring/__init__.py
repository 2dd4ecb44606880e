"""Bringing an archive back: into a scratch place first, proved there, and swapped in within one moment."""
