"""A member asks for a correction of their own record; the office that may fill it in accepts or says why not."""
