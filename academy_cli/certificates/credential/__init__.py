"""The credential: the signed statement inside a certificate. Pure: no database, no files, no network."""
