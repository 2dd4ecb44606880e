"""Checking a certificate: needs neither database nor settings nor a network, and says each check in words."""
