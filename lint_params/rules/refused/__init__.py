"""LP2xx: models that Keras refuses to build, one module a kind of refusal."""
