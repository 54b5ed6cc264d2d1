"""One physics topic a file: arrays in, arrays out."""
