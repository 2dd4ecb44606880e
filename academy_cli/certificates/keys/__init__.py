"""Keys that sign certificates, as whoever checks one knows them."""
