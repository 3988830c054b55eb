"""What a user can do, one module a use case: engines, store and readers put together."""
