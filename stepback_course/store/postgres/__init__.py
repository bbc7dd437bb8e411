"""The engine for more than one machine: folders, records and files in a PostgreSQL database."""
