"""The comparison's own batch: runs that a link brought, and repetitions over seeds."""

from pages.shared.to_compare import BATCH as BATCH
