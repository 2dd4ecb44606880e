"""E-invoices: what programs read, beside what people do; needs the extra ``einvoice``."""
