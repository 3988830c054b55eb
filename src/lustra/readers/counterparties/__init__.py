"""Customer files and typed questions → screening queries and bad rows."""
