"""Where courses' images and downloads are kept, by what they contain."""
