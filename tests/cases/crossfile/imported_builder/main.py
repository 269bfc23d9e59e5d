"""A builder imported from a module: the model belongs to the call."""
from networks import make_mlp
import networks as nets

model = make_mlp(4, [8, 8], 2)
other = nets.make_cnn(side=10)
