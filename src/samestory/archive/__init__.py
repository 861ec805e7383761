"""The archive: one SQLite file, and the only SQL of the project."""
