"""The people who work in Lotsa and how they are told apart."""
