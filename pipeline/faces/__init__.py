"""What people and scripts talk to: thin, so that everything can also be done without them."""
