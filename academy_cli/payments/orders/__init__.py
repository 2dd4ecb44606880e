"""Orders: what somebody buys, the page on which it is paid, and what comes of it."""
