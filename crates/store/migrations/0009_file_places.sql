-- How far the IPFS node is with each file that it should have: waiting to be
-- handed over, pinned, leaving, or lost. A file without a row never was.
CREATE TABLE file_place (
    cid TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    -- Of one that is leaving: whether it is wanted again when it has left.
    wanted BOOLEAN NOT NULL,
    -- When the node last confirmed that it has the file.
    confirmed_at BIGINT,
    changed_at BIGINT NOT NULL
){rowless};
CREATE INDEX file_place_by_state ON file_place (state, changed_at);
CREATE INDEX file_place_by_confirmation ON file_place (state, confirmed_at, cid);
