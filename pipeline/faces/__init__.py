"""What people and scripts talk to: thin, so that everything can also be done without them."""

import gc
import os

# Looking through all that is installed for plugins of pydantic, of which a command wants none, costs a tenth of its start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# A command makes objects that nearly all stay until it ends: to look for rubbish every 700 of them costs a fifth of its start.
gc.set_threshold(20_000, 20, 50)
