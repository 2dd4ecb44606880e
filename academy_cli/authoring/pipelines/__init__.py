"""Pipeline files: what makes a code host check, plan and sync courses."""
