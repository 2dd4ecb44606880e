"""Common Cartridge: a course as what nearly every learning platform imports."""
