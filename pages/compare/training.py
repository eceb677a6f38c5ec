"""The comparison's own batch: runs that a link brought, and repetitions over seeds."""

from pages.shared.batches import Batches

BATCH = Batches("compare_batch")
