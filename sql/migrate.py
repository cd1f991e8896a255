"""Apply the dated migrations, once each, in the order of their names; forward only."""

from importlib import resources

import duckdb


def migrations() -> list[tuple[str, str]]:
    """Return name and text of every migration, oldest first."""
    folder = resources.files("sql").joinpath("migrations")
    found = [one for one in folder.iterdir() if one.name.endswith(".sql")]
    return sorted((one.name, one.read_text("utf-8")) for one in found)


def migrate(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply what a store lacks, each in a transaction of its own; return what was applied."""
    connection.execute("CREATE TABLE IF NOT EXISTS migration (name VARCHAR PRIMARY KEY)")
    done = {name for (name,) in connection.execute("SELECT name FROM migration").fetchall()}
    applied = []
    for name, text in migrations():
        if name in done:
            continue
        connection.execute("BEGIN")
        connection.execute(text)
        connection.execute("INSERT INTO migration VALUES (?)", [name])
        connection.execute("COMMIT")
        applied.append(name)
    return applied
