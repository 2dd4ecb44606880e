"""The terminal's shell: words in, one service call, a frozen view out."""
