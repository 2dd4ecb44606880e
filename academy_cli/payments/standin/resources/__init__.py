"""What Stripe keeps: one module for each kind of object, with its rules."""
