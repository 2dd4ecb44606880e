"""People and their accounts: who there is, what is known of them, and what proves who they are."""
