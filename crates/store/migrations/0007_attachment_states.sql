-- What is known of a file besides its bytes: whether it was found clean, how
-- large an image is, when it was put under quarantine or deleted.
ALTER TABLE attachment ADD COLUMN scan TEXT NOT NULL DEFAULT 'unscanned';
ALTER TABLE attachment ADD COLUMN scan_detail TEXT;
ALTER TABLE attachment ADD COLUMN scanned_at BIGINT;
ALTER TABLE attachment ADD COLUMN width BIGINT;
ALTER TABLE attachment ADD COLUMN height BIGINT;
ALTER TABLE attachment ADD COLUMN quarantined_at BIGINT;
ALTER TABLE attachment ADD COLUMN deleted_at BIGINT;
CREATE INDEX attachment_by_scan ON attachment (scan, created_at, cid);

-- Smaller forms of an image. Each is a file of its own, that nobody uploaded.
CREATE TABLE rendition (
    cid TEXT NOT NULL REFERENCES attachment (cid),
    kind TEXT NOT NULL,
    rendition_cid TEXT NOT NULL REFERENCES attachment (cid),
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (cid, kind)
){rowless};
CREATE INDEX rendition_by_file ON rendition (rendition_cid);

-- What carries a file: the message, note, ticket (its conversation's id) or
-- review `holder`. Written with it. A held ticket has no conversation yet.
CREATE TABLE attachment_reference (
    cid TEXT NOT NULL REFERENCES attachment (cid),
    holder {uuid} NOT NULL,
    kind TEXT NOT NULL,
    conversation_id {uuid} NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (cid, holder, kind)
){rowless};
CREATE INDEX attachment_reference_by_conversation ON attachment_reference (conversation_id, cid);
CREATE INDEX upload_by_person ON upload (person_id, created_at);

INSERT INTO attachment_reference (cid, holder, kind, conversation_id, name, created_at)
SELECT a.cid, m.id, CASE WHEN m.internal THEN 'note' ELSE 'message' END, m.conversation_id,
    file.value ->> 'name', m.created_at
FROM message m CROSS JOIN {elements}(m.attachments) AS file
JOIN attachment a ON a.cid = file.value ->> 'cid'
WHERE m.attachments <> '[]'
ON CONFLICT DO NOTHING;

INSERT INTO attachment_reference (cid, holder, kind, conversation_id, name, created_at)
SELECT a.cid, t.conversation_id, 'ticket', t.conversation_id, file.value ->> 'name', t.created_at
FROM ticket t CROSS JOIN {elements}(t.attachments) AS file
JOIN attachment a ON a.cid = file.value ->> 'cid'
WHERE t.attachments <> '[]'
ON CONFLICT DO NOTHING;

INSERT INTO attachment_reference (cid, holder, kind, conversation_id, name, created_at)
SELECT a.cid, r.id, 'review', r.conversation_id, file.value ->> 'name', r.created_at
FROM review r CROSS JOIN {elements}(r.attachments) AS file
JOIN attachment a ON a.cid = file.value ->> 'cid'
WHERE r.attachments <> '[]'
ON CONFLICT DO NOTHING;
