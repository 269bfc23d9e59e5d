"""LP5xx: models that build, but train or predict wrong, one module a fault."""
