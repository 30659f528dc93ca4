"""Secret votes on the platform that nobody can link to their voters."""
