"""`python -m queueing.cli` is `now-serving`."""

from queueing.cli import main

main(prog_name="now-serving")
