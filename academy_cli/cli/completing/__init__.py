"""Words that may come next on a line that a shell is about to complete, told within a blink."""
