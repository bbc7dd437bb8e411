"""One unit as headed plain text that any editor and any screen reader can work in."""
