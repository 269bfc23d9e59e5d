"""More of ``itertools``: longest zip, star map, groups, what a predicate lets through, sums from a start."""

from itertools import accumulate, chain, combinations, dropwhile, groupby, starmap, takewhile, zip_longest

from keras import Sequential, layers

steps = iter([1, 3, 5, 2])
model = Sequential(
    [
        layers.Input((2,)),
        *[layers.Dense(a + b) for a, b in zip_longest([1, 2], [3], fillvalue=9)],
        *[layers.Dense(width) for width in starmap(pow, [(2, 3)])],
        *[layers.Dense(len(list(group))) for _, group in groupby("aaabb")],
        *[layers.Dense(width) for width in takewhile(lambda width: width < 4, steps)],
        *[layers.Dense(width + 20) for width in steps],
        *[layers.Dense(width) for width in dropwhile(lambda width: width < 4, [1, 5, 2])],
        *[layers.Dense(width) for width in accumulate([1, 2], initial=4)],
        *[layers.Dense(width) for width in chain.from_iterable([[1], [2]])],
        layers.Dense(len(list(combinations(range(4), 2)))),
    ]
)
