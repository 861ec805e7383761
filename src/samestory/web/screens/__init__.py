"""The screens: each reads its arguments, asks one question, and gives an answer to be set."""
