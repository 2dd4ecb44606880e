"""The page: a pure function of a credential, a template and its fonts."""
