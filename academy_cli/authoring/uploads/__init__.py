"""Files that somebody attached to lessons, beside those of courses' folders."""
