"""Training the tasks of a sweep on a Dask cluster; all that knows Dask, which the app does without.

Whoever can write to a scheduler's port runs programs on its workers, and is sent what this process
reads by pickle. So an address comes from the environment, the command line, or what the person at
this machine typed; never from a link, a file or a visitor.
"""
