"""The rules as pure values: what an act is, who may do it, what follows, and when it is due."""
