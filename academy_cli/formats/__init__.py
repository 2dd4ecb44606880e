"""Files of YAML as people write them: read with every key checked, every finding at its line."""
