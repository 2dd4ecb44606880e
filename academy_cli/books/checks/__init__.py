"""What has to agree: each check is one question to the database whose every answer is a difference."""
