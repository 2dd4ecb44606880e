"""Subscriptions: plans that give access to courses for as long as the provider is paid for them."""
