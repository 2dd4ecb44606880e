"""Small ideas every layer speaks: time, slugs, canonical JSON; the standard library only."""
