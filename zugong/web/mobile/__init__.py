"""Pages of mobile members: the table of a branch, the card of one member, hand-overs, the board of those above."""
