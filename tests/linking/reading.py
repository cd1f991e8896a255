"""Files of the captures, as rows."""

import csv
import gzip
import io
from pathlib import Path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, packed or not; of columns that have a path before their name, the name."""
    body = path.read_bytes()
    text = (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key.rpartition(".")[2]: cell or "" for key, cell in row.items()} for row in rows]
