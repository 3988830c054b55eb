"""Names of organisations and vessels: legal forms, acronyms, words with the same meaning in several languages."""
