-- The rules that what people write must pass.
CREATE TABLE moderation_rule (
    id {uuid} PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    words {json} NOT NULL,
    pattern TEXT,
    allowed_domains {json} NOT NULL,
    repeat_count BIGINT,
    repeat_seconds BIGINT,
    action TEXT NOT NULL,
    applies_to TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What waits for a person's decision, or did. What is held is here alone until
-- it is approved; message_id is the message that was flagged, or that a held
-- one has become. A held new ticket has its conversation's id, and here also
-- what else makes a ticket.
CREATE TABLE review (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    conversation_id {uuid} NOT NULL,
    sender TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    client_id TEXT,
    message_id {uuid},
    content TEXT NOT NULL,
    attachments {json} NOT NULL,
    subject TEXT,
    category TEXT,
    priority TEXT,
    rule TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT,
    reason TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX review_held_once ON review (conversation_id, sender_id, client_id)
    WHERE action = 'hold';
CREATE INDEX review_by_state ON review (state, created_at, id);
CREATE INDEX review_by_time ON review (created_at, id);
