"""What mail says: one Markdown file for each letter and language, filled with values that stay plain text."""
