"""String to canonical string: normalise, script, transliterate, tokens, name parts, legal forms."""
