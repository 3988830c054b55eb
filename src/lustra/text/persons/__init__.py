"""Names of people: particles, titles, patronymics, compounds, and the order of Korean names."""
