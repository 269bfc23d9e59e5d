"""Iris, split and scaled."""
from keras.layers import Dense, Input
from keras.models import Sequential
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

iris = load_iris()
X, y = iris.data, iris.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train = StandardScaler().fit_transform(X_train)
model = Sequential([Input(shape=(X_train.shape[1],)), Dense(8, activation='relu'), Dense(len(iris.target_names))])
