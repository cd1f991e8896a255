"""The built-in sample: an invented register of real bodies, and its server."""

from ingest.sample.folder import DAYS, SEED, day_folder, inventory_files, write
from ingest.sample.serve import SampleRegister

__all__ = ["DAYS", "SEED", "SampleRegister", "day_folder", "inventory_files", "write"]
