-- What the search index of each process must look at again. One row a thing and
-- writer; its place is that of the last transaction that changed it: on
-- PostgreSQL the transaction's own number, on SQLite the next of a counter.
CREATE TABLE search_change (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Who changed it, whose own search waits for it; empty when nobody's does.
    writer TEXT NOT NULL,
    place BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, id, writer)
){rowless};
CREATE INDEX search_change_by_place ON search_change (place);

-- The first has the last place that was given (SQLite alone), the second the
-- first place from which on nothing has been forgotten.
INSERT INTO counter (name, value) VALUES ('search-change', 0), ('search-change-floor', 0);
-- Of a database with data, the log doesn't tell everything.
UPDATE counter SET value = 1 WHERE name = 'search-change-floor'
    AND (EXISTS (SELECT 1 FROM article) OR EXISTS (SELECT 1 FROM person)
        OR EXISTS (SELECT 1 FROM conversation));

-- The text of files that have one, to be searched. It goes with the file.
CREATE TABLE file_text (
    cid TEXT PRIMARY KEY REFERENCES attachment (cid) ON DELETE CASCADE,
    -- Empty when there was none to be read.
    text TEXT NOT NULL,
    read_at BIGINT NOT NULL
){rowless};

-- The index is no more filled by jobs. It is built anew, so what they say is not lost.
DELETE FROM job WHERE kind IN ('index-article', 'index-ticket');
