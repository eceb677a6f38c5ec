"""What the address calls the controls of the section."""

VIEW = "units_show"
UNIT, ORDER = "unit", "units_order"
OFF, AT = "off", "off_at"
WHAT, WITHIN, BY, SHARE = "prune", "prune_within", "prune_by", "pruned"
