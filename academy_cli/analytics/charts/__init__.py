"""Figures as pictures: what is drawn is decided once, and written as SVG, as PDF, as PNG or on a terminal."""
