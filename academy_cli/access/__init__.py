"""Who may do what: roles, the table of permissions, and whoever acts."""
