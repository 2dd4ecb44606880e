"""How an academy is: where it stands, and whether the machine it runs on is as it should be."""
