"""What the README says about speed, measured: see README.md."""
