"""What lets people in: passwords and links, sessions, tokens, and what is done to whoever guesses."""
