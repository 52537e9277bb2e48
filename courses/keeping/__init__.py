"""What people may ask of their own data, how long data are kept, and the files that lists were made into."""
