"""Options as typed, resolved, handed to a use-case, rendered."""
