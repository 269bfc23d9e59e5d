"""Names and comments in the author's own language."""
from keras.models import Sequential
from keras.layers import Dense, Input

größe = 12
слой = Dense(größe, activation='relu', name='verdeckt')
# 出力層: 三つのクラス
出力 = Dense(3)
modèle = Sequential([Input((7,)), слой, 出力], name='über')
