"""Speed, by whole processes against floors of the same run; and how databases grow."""
