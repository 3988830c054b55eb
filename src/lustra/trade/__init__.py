"""Trade diversion: flows, HS vintages, goods and events, the scan of three legs, its nulls and its evidence."""
