"""Refunds: written down before anybody is asked, sent with a key of their own, recorded once."""
