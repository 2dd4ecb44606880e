"""The academy in figures: what was earned, who learns, how far they come; it reads, and changes nothing."""
