-- What the operator has imported from CARs: these DAGs are kept, although no
-- message refers to them. Their blocks are in `block`, which may be incomplete.
CREATE TABLE imported_root (
    cid TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL
){rowless};

-- All blocks that lie in an object: its own, or those of a pack.
CREATE INDEX block_by_root ON block (root);
