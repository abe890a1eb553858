-- Uploads that come in parts. Their bytes lie in a file on one node; this says
-- whose they are, and once they are whole, which file they have become.
CREATE TABLE resumable_upload (
    id {uuid} PRIMARY KEY,
    person_id TEXT NOT NULL,
    node TEXT NOT NULL,
    length BIGINT NOT NULL,
    name TEXT NOT NULL,
    declared_type TEXT,
    metadata TEXT,
    created_at BIGINT NOT NULL,
    active_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    finished_cid TEXT
);
CREATE INDEX resumable_upload_open ON resumable_upload (person_id) WHERE finished_cid IS NULL;
CREATE INDEX resumable_upload_by_expiry ON resumable_upload (expires_at);
