"""Text tables, workbooks and Parquet → rows, read with bounds on time and memory."""
