"""Certificates from the day they are earned to the day they do not hold any more."""
