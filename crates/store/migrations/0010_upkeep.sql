-- removed_at: when the bytes of a deleted file went. checked_at: when its bytes
-- were last read and compared with the CID. damaged_at: they were not the same.
ALTER TABLE attachment ADD COLUMN removed_at BIGINT;
ALTER TABLE attachment ADD COLUMN checked_at BIGINT;
ALTER TABLE attachment ADD COLUMN damaged_at BIGINT;
CREATE INDEX attachment_by_creation ON attachment (created_at, cid);

-- Further places of a block that `block` has in another file: when that file
-- goes, one of these takes its place.
CREATE TABLE block_copy (
    cid TEXT NOT NULL,
    root TEXT NOT NULL,
    leaf_offset BIGINT,
    leaf_length BIGINT,
    node {bytes},
    PRIMARY KEY (cid, root)
){rowless};
CREATE INDEX block_copy_by_root ON block_copy (root);

-- Bytes that are being stored, and whose record follows. While a hold is there,
-- nobody removes them; its size counts against the quotas.
CREATE TABLE file_hold (
    id {uuid} PRIMARY KEY,
    cid TEXT NOT NULL,
    person_id TEXT,
    size BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX file_hold_by_file ON file_hold (cid);

-- Bytes that are being removed. While a row is there, nobody stores them.
CREATE TABLE file_removal (
    cid TEXT PRIMARY KEY,
    started_at BIGINT NOT NULL
){rowless};
