"""Checkers for the exercises of the tutorials, one module a tutorial.

A checker takes your answer, says whether it is right and, if it is a well-known wrong one, what is
wrong with it.
"""

from wbguide.exercises._judging import Check, FunctionCheck, Verdict

__all__ = ["Check", "FunctionCheck", "Verdict"]
