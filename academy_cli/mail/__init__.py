"""Mail that leaves the academy: written down in the transaction of what it tells of, sent afterwards."""
