"""What people and scripts talk to: thin, so that everything can also be done without them."""

import gc

# A command makes objects that nearly all stay until it ends: to look for rubbish every 700 of them costs a fifth of its start.
gc.set_threshold(20_000, 20, 50)
