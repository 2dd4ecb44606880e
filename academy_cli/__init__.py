"""academy runs an online academy from the terminal; this module knows the version and nothing else."""

__version__ = "0.1.0"
