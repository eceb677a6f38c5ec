"""Why a run is as it is: what is found in it, with the figures that say so and what to try.

``diagnose`` trains and judges; ``judge`` judges what others have trained. A kind of finding is one
record of ``kinds.KINDS`` with the rule that looks for it. Rules see a ``Case`` and nothing else;
whoever shows findings is elsewhere.
"""
