-- An export of before the register told the moment of publication says only what it showed.
ALTER TABLE record ALTER COLUMN published_at DROP NOT NULL;
