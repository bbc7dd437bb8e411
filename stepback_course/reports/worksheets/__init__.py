"""The course on paper: its activities with room to write, its cards, and the consent form."""
