"""Invoices as PDF: the same document gives the same bytes, whenever and wherever it is drawn."""
