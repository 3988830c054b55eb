"""The screening engine: index, candidates, features, score, explanation."""
