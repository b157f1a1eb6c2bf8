"""What staff do about themselves and one another: come, switch, act for, leave."""
