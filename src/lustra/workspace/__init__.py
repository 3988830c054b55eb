"""The use-cases, each a module; the façade binds them."""
