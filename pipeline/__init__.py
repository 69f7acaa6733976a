"""Kanwu (勘误): bytes become documents, documents question-answer pairs, pairs questions, questions claims,
claims findings, findings corrections, corrections pages and exports. `flow.py` is that sentence as code.
"""

__version__ = "0.1.0"
