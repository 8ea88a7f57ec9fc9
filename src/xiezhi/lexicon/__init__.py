"""The laws that the procedures cite and the forms that several of them share."""
