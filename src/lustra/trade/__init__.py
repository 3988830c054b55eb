"""The trade engine: flows, HS vintages, scan, counterfactual, placebo, evidence."""
