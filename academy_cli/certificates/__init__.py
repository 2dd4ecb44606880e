"""Certificates: what completing a course earns, signed so that a stranger can check it."""
