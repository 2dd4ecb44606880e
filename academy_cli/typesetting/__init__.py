"""Words on paper in every script: which font has a letter, which way it runs, how wide it is."""
