"""LP4xx: advice for smaller and faster models, one module a change, each with what it saves."""
