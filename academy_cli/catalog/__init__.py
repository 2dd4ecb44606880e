"""The catalogue: courses found by what they say, recommended, reviewed, and put in front."""
