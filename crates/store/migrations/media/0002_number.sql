-- The number at which the office's feed stood when it said that the blob is stored: a backup that goes further has the blob. Null for
-- what it said before this was kept.
ALTER TABLE blob ADD COLUMN number INTEGER CHECK (number >= 0);
DROP INDEX blob_pending;
CREATE INDEX blob_pending ON blob (n) WHERE leaves = 1 AND number IS NULL;
