"""Mobile members: who is away, whether the seven items still hold, what was done with those who came home, hand-overs."""
