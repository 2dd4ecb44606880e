"""The ways for mail to leave: SMTP, SendGrid, a folder, the console."""
