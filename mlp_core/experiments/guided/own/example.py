"""A lesson to begin from, as somebody would write it."""

EXAMPLE = """# Two rates

Both networks read the digits. One goes in *small* steps: $W - \\eta \\, \\partial L / \\partial W$.
[Have a look at the data](/data?dataset=digits) first.

run: small steps | /train?learning_rate=0.0001&epochs=10
run: larger steps | /train?learning_rate=0.001&epochs=10

? Which one has the lower loss on the training rows in the end?
- The one with small steps: it misses nothing.
+ The other one: the small steps have not got far yet.
- They are equal.

## Why

After ten epochs both still go downhill. The way that a step goes is proportional to the rate.
"""
