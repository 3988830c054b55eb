"""Load ownership graphs, link them to the lists, and analyse who is blocked under which rule."""
