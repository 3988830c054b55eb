"""The Python face: a workspace and its lists, ownership graphs and flow tables; typed requests, typed results."""
