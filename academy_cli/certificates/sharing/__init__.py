"""Certificates shown elsewhere: on LinkedIn, by mail, and as a badge with the credential inside."""
