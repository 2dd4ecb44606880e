"""Speed as ratios: whole processes of academy against floors measured in the same run."""
