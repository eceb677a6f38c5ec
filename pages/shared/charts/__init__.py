"""Charts for every page: numbers in, Altair out."""
