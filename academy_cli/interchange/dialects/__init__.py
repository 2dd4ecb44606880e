"""Words that other formats add to Markdown, made into Markdown of ours; one module a dialect."""
