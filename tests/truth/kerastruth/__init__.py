"""What real Keras builds: programs are run with training, downloads and writes taken out, and their models recorded."""
