"""Signatures of pages that readers of PDFs show (PAdES); making and checking one takes the extra ``sign``."""
