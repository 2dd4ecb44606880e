"""What an academy does by itself: commands that go on, and commands at intervals, kept going together."""
