size = 6
