-- What a person decided about a held attempt: released (taken in after all) or dropped.
CREATE TABLE decision (
    held_line BIGINT PRIMARY KEY,     -- the attempt, by its line in the manifest
    line BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);
