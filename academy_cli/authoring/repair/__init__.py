"""What `academy course fix` can mend in a course's files, and the writing of it."""
