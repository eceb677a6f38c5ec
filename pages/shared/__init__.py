"""What pages share: controls, tables, jobs and runs, and all that lasts between their runs."""
