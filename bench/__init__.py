"""How fast and how large it is: ratios within one run, so that the machine does not matter. Run by `make bench`."""
