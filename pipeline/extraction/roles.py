"""Which lines of a document ask, which are sections, which are points of an answer: the order in which that is decided.

What gives itself away comes first (tables, labels), what is only told by its neighbours last.
"""

from __future__ import annotations

from pipeline.extraction.bare import ask_bare, ask_last, ask_stanzas
from pipeline.extraction.cards import ask_cards, ask_numbered_cards, mark_callouts
from pipeline.extraction.labels import mark_labels
from pipeline.extraction.layers import ask_counted, ask_layers, mark_nested, mark_options
from pipeline.extraction.leftovers import ask_leftovers
from pipeline.extraction.outline import Outline
from pipeline.extraction.promotion import mark_promotion
from pipeline.extraction.rounds import ask_rounds
from pipeline.extraction.sections import mark_asked_back, mark_drawn, mark_page_title, mark_sections, mark_title_parts
from pipeline.extraction.siblings import ask_siblings
from pipeline.extraction.tables import ask_tables
from pipeline.extraction.threads import mark_thread
from pipeline.extraction.titles import ask_below_titles, ask_terms, ask_titles
from pipeline.models import Document


def outlined(document: Document) -> Outline:
    """The outline of a document, every row with its role."""
    outline = Outline(document)
    ask_tables(outline)
    ask_cards(outline)
    mark_labels(outline)
    mark_asked_back(outline)
    mark_drawn(outline)
    ask_numbered_cards(outline)
    mark_nested(outline)
    ask_layers(outline)
    ask_counted(outline)
    ask_siblings(outline)
    mark_thread(outline)
    mark_callouts(outline)
    ask_rounds(outline)
    mark_sections(outline)
    ask_terms(outline)
    ask_below_titles(outline)
    ask_titles(outline)
    ask_counted(outline)
    ask_leftovers(outline)
    ask_stanzas(outline)
    ask_bare(outline)
    ask_last(outline)
    mark_options(outline)
    mark_title_parts(outline)
    mark_page_title(outline)
    mark_promotion(outline)
    return outline
