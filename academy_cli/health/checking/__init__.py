"""Whether the machine, the settings and the services an academy stands on are as they should be."""
