"""Open edX: a course as OLX, which Studio imports."""
