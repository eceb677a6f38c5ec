"""Problems on paper: what is handed out, with its key, in three formats."""
