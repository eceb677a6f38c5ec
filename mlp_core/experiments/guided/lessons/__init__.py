"""The ten guided experiments, a file each; what each says of its runs it reads from them."""
