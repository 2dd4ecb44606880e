"""Orders, payments and refunds: money that comes in once, goes back once, and is explained to the cent."""
