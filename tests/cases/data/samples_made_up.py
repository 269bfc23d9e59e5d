"""Data that scikit-learn makes up are as large as the call says."""
from keras import Input, Sequential
from keras.layers import Dense
from sklearn import datasets

X, y = datasets.make_regression(n_samples=200, n_features=10, n_targets=1)
model = Sequential([Dense(4), Dense(1)])
model.compile(loss="mse")
model.fit(X, y)


def read(x, y):
    width = y.shape[1] if len(y.shape) == 2 else len(set(y)) if len(y) < 100 else 1
    return Sequential([Input(x.shape[1:]), Dense(width), Dense(x.shape[0])])


many = {"n_samples": 120}
for pair in [
    datasets.make_blobs(),
    datasets.make_blobs([50, 60], 5),
    datasets.make_blobs(120, centers=[[0, 0, 0], [1, 1, 1]]),
    datasets.make_circles(120),
    datasets.make_classification(120),
    datasets.make_classification(**many, n_features=30),
    datasets.make_friedman1(**many),
    datasets.make_friedman2(**many),
    datasets.make_friedman3(**many),
    datasets.make_hastie_10_2(),
    datasets.make_moons((70, 50), noise=0.1),
    datasets.make_multilabel_classification(**many),
    datasets.make_multilabel_classification(**many, n_classes=1),
    datasets.make_regression(**many, n_targets=3),
    datasets.make_s_curve(**many),
    datasets.make_swiss_roll(**many),
]:
    read(*pair)
