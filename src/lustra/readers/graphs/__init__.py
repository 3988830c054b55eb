"""Published ownership data → parties, edges and problems; one table, ``table.GRAPH_READERS``."""
