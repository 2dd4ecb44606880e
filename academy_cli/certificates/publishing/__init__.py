"""What anybody may see of certificates, as files that any web server can show: no program runs there."""
