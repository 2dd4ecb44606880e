"""What the provider says, applied: its events are kept, their objects asked for anew, and acted on once."""
