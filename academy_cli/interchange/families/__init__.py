"""The formats that courses come in: one module each, a function from a tree of files to an outline."""
