"""One published format to statements and problems; no network."""
