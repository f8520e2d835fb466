"""Cases: something that somebody asked for or that is wrong, its states, and the clocks that run until it is settled."""
