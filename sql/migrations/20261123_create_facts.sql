-- Facts with two dates. Rows are never edited in place: a row that a later run corrects gets
-- recorded_to, and its successor is a new row.

-- How many lines of the archive's manifest this store has taken in: one row.
CREATE TABLE applied (line BIGINT NOT NULL);
INSERT INTO applied VALUES (0);

-- One run, whatever came of it.
CREATE TABLE run (
    line BIGINT PRIMARY KEY,
    run VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL
);

-- One attempt of one source, whatever came of it.
CREATE TABLE source_run (
    line BIGINT PRIMARY KEY,          -- position in the archive's manifest
    run VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR,
    rows_in BIGINT,
    rows_accepted BIGINT,
    details VARCHAR NOT NULL          -- JSON: warnings, rows set aside by reason, remaps by reason
);

-- The moments at which a source was collected whole.
CREATE TABLE collection (
    source VARCHAR NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL,
    line BIGINT NOT NULL,
    PRIMARY KEY (source, observed_at)
);

-- What was said, once per distinct text; body is JSON with the original values.
CREATE TABLE content (
    content VARCHAR PRIMARY KEY,      -- sha256 of body
    body VARCHAR NOT NULL,
    line BIGINT NOT NULL
);

-- From when to when a source showed that content under that key.
CREATE TABLE sighting (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    known_from TIMESTAMPTZ NOT NULL,
    known_to TIMESTAMPTZ,
    recorded_from BIGINT NOT NULL,    -- manifest line that wrote this row
    recorded_to BIGINT                -- manifest line that replaced it
);

-- The canonical reading of a registration's content, and its verdict bits.
CREATE TABLE record (
    content VARCHAR PRIMARY KEY,
    lars VARCHAR NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    name VARCHAR,
    organisation VARCHAR,
    org_id VARCHAR,
    status VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    standard VARCHAR NOT NULL,
    text VARCHAR NOT NULL             -- sha256 of everything but publication_dt: equal for a republication
);

CREATE TABLE verdict (
    content VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    asked BIGINT NOT NULL,
    filled BIGINT NOT NULL,
    valid BIGINT NOT NULL,
    PRIMARY KEY (content, version)
);
