"""Every layer description compared with real Keras."""
