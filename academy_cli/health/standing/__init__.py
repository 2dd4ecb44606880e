"""Where an academy stands, in one screen: figures, and which of them needs a person."""
