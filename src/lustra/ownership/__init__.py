"""The ownership engine: graph, rules, closure, proof, exposure."""
