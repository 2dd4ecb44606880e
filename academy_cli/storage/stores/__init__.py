"""Where bytes are kept by key: folders, buckets and memory behind one protocol."""
