"""What members who transfer are told without an account: where to, whom to ring, where it stands; and the letter itself."""
