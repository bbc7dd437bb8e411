"""The command line; a command is imported when it is called, and not before."""
