"""The support desk: taking cases in, sending them to the right team, keeping watch over them."""
