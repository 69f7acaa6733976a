"""What readers see: pages and their figures, staged as text, rendered by MkDocs, swapped into place whole.

Apart from `exports`, because a page is written for a person and may change every week. Nothing of ours lives in a plugin
of MkDocs: this room stages files and hands them over, so that another generator can take its place.
"""

from pipeline.publishing.rendering import render
from pipeline.publishing.staging import pages

__all__ = ["pages", "render"]
