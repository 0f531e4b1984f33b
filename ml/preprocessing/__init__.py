"""A picture's file -> picture -> ink -> tile, without Django; begin with ink.py."""
