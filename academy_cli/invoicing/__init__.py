"""Invoices and credit notes: numbered without gaps, never changed, checked to the cent."""
