"""One file a format: each claims its suffixes with `@parser` and returns a Document."""
