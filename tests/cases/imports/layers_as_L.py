"""import tensorflow.keras.layers as L."""
import tensorflow.keras.layers as L
from tensorflow.keras import Sequential as Seq

m = Seq([L.Input((30,)), L.Dense(16, 'relu'), L.Dense(1, 'sigmoid')])
