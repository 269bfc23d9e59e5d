"""YAML to typed settings: reading, discovery, and patterns of paths."""
