"""Train: a network learns a data set while its visitor watches and steers."""
