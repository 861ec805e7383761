"""How the invented pages of `examples/` are made: from authored stories to files with their truth."""
