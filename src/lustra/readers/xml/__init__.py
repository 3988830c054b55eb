"""XML → elements, streamed and hardened against hostile files."""
