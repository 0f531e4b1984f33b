"""Numbers and words set side by side of one writer's characters: begin with sets.py."""
