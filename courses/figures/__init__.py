"""The programme in numbers: what is counted and how, the dashboard, what waits, tables and period reports."""
