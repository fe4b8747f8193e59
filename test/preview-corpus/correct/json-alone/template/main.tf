# All is in the other file.
