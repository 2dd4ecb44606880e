"""Stripe: the one place that speaks to it (https://docs.stripe.com/api)."""
