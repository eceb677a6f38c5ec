"""Who trains the tasks of a sweep: threads, processes of this machine, or a Dask cluster."""
