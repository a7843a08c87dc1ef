-- The small picture of a photo, for lists. Both are blobs; a photo that was freed keeps its small one.
CREATE TABLE small (
  photo  BLOB PRIMARY KEY CHECK (length(photo) = 32),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
