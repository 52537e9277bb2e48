"""The dashboard, the tables, the map."""
