"""Runs of Hypothesis that anyone can repeat: no randomness, no memory of earlier runs."""

from hypothesis import settings

settings.register_profile(
    "reproducible",
    derandomize=True,
    database=None,
    deadline=None,  # the machine may be busy
    max_examples=150,
)
settings.load_profile("reproducible")
