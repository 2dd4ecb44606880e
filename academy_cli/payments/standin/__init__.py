"""A stand-in for Stripe: its API over HTTP on this machine, for tests and for the demo."""
