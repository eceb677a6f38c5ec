"""Many trainings that differ in a setting or two: what there is to train, the job that trains it,
and what it shows. Nobody below knows it.
"""
