"""Links to the rest of the web: which there are, whether they still lead somewhere, and what that means."""
