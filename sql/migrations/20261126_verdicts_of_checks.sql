-- Verdicts follow from texts: they are made anew with the masks of checks and the fingerprints of texts.
DROP TABLE verdict;
CREATE TABLE verdict (
    content VARCHAR NOT NULL,
    version INTEGER NOT NULL,         -- of all rules and checks together
    asked BIGINT NOT NULL,            -- one bit a field: owed, filled, valid
    filled BIGINT NOT NULL,
    valid BIGINT NOT NULL,
    due BIGINT NOT NULL,              -- one bit a check: asked, broken by the text, could not be judged
    failed BIGINT NOT NULL,
    broken BIGINT NOT NULL,
    traits BIGINT NOT NULL,
    themes VARCHAR NOT NULL,
    real BIGINT NOT NULL,             -- fingerprints: of all that is said, of the name, of long texts, of links
    title BIGINT,
    prints BIGINT[] NOT NULL,
    links BIGINT[] NOT NULL,
    PRIMARY KEY (content, version)
);
