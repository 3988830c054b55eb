"""The only package with a socket: download, verify, archive."""
