"""Plots: each shows an answer and owns nothing of it."""
