"""What a passage asserts: text into claims, each (subject, relation, objects) with the words that say it.

Apart from `checking`, because reading must not know what is true: a claim is read the same whether it is right or
wrong, and where the reader cannot tell who or what is meant it says nothing, and keeps the reason. Beside that, a
sentence that reads like wrong ones is doubted: that is weighed, not read, and stands apart (`Reading.doubts`).
"""

from __future__ import annotations

from pipeline.claims.reading import Reading, keep_in, read

__all__ = ["Reading", "keep_in", "read"]
