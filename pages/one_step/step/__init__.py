"""The step itself, as the page shows it: formulas, tables, picture, and each number's origin."""
