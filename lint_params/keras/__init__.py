"""What each layer class of Keras is: arguments, weights, output shape. One module a family."""
