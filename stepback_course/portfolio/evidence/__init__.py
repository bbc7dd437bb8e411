"""Files that belong to a unit: what may be attached, and how."""
