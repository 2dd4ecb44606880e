"""Closing a month: documents, ledger and provider agree to the cent, and what lies between them is named."""
