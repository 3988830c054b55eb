"""The only room with a socket: download, verify, archive."""
