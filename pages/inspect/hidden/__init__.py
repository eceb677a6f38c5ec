"""What a layer makes of the rows, as points of a plane that move from epoch to epoch."""
