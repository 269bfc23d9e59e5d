"""House prices, normalised by their mean and deviation, in a build function of cross-validation."""
from keras import layers, models
from keras.datasets import boston_housing

(train_data, train_targets), (test_data, test_targets) = boston_housing.load_data()
mean = train_data.mean(axis=0)
train_data -= mean
std = train_data.std(axis=0)
train_data /= std + 1


def build_model():
    model = models.Sequential()
    model.add(layers.Dense(64, activation='relu', input_shape=(train_data.shape[1],)))
    model.add(layers.Dense(64, activation='relu'))
    model.add(layers.Dense(1))
    return model


k = 4
num_val_samples = len(train_data) // k
for i in range(k):
    val_data = train_data[i * num_val_samples: (i + 1) * num_val_samples]
    model = build_model()
