"""Published sanctions lists → statements and problems; one table, ``formats.READERS``."""
