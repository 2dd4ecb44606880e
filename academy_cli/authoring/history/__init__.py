"""What courses were: revisions, what differs between them, and the way back."""
