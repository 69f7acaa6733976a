"""Pairs in, questions out: one Question however many documents ask it.

Apart from `extraction`, because a question asked twice is still a question there; apart from the knowledge, which
holds what editors decided, while this room only proposes: every merge says why, and an editor's word stands above it.
"""

from pipeline.linking.clusters import Linked, link
from pipeline.linking.relating import relate

__all__ = ["Linked", "link", "relate"]
