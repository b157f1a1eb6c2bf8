"""Where organisations keep what the directory says about them."""
