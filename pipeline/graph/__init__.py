"""All records to the concept graph: what says what of which concept, and where it stands.

Apart from publishing, because the graph is data of its own: people ask it from the command line, programs load it
with networkx, and the site only draws it. It holds ids, labels of concepts and spans, never a scraped sentence.
"""

from pipeline.graph.asking import Neighbour, Shown, Stats, Step, find, path, show, stats
from pipeline.graph.building import build
from pipeline.graph.storing import dump, load

__all__ = ["Neighbour", "Shown", "Stats", "Step", "build", "dump", "find", "load", "path", "show", "stats"]
