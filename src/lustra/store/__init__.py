"""Everything on disk: list versions, statement log, index folders."""
