-- Files that were encrypted before they got their CIDs: `size` is that of the
-- plain file. Each has a key of its own, wrapped under the master key of this
-- id; the row goes in the transaction that deletes the file.
ALTER TABLE attachment ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE file_key (
    cid TEXT PRIMARY KEY REFERENCES attachment (cid),
    master TEXT NOT NULL,
    wrapped {bytes} NOT NULL
){rowless};
CREATE INDEX file_key_by_master ON file_key (master, cid);
