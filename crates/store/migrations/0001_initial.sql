-- The first schema, for both engines: {uuid}, {json}, {bytes} and {rowless} are
-- replaced by what the engine calls them. Times are milliseconds since 1970.

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX person_by_role ON person (role);

-- Addresses are kept in lower case.
CREATE TABLE account (
    email TEXT PRIMARY KEY,
    person_id TEXT NOT NULL UNIQUE REFERENCES person (id),
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The ordered log behind a ticket, a chat, or both. last_seq numbers what
-- everybody sees, last_note_seq the notes of staff.
CREATE TABLE conversation (
    id {uuid} PRIMARY KEY,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    last_seq BIGINT NOT NULL DEFAULT 0,
    last_note_seq BIGINT NOT NULL DEFAULT 0,
    last_message TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX conversation_by_user ON conversation (user_id);

CREATE TABLE message (
    id {uuid} PRIMARY KEY,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id),
    internal BOOLEAN NOT NULL,
    seq BIGINT NOT NULL,
    sender TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    client_id TEXT,
    content TEXT NOT NULL,
    attachments {json} NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (conversation_id, internal, seq)
);
CREATE UNIQUE INDEX message_by_client_id ON message (conversation_id, sender_id, client_id)
    WHERE client_id IS NOT NULL;

CREATE TABLE ticket (
    conversation_id {uuid} PRIMARY KEY REFERENCES conversation (id),
    number BIGINT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    description TEXT NOT NULL,
    category TEXT NOT NULL,
    priority TEXT NOT NULL,
    priority_rank BIGINT NOT NULL,
    status TEXT NOT NULL,
    tags {json} NOT NULL,
    attachments {json} NOT NULL,
    assigned_to TEXT,
    assigned_to_name TEXT,
    resolved_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX ticket_by_change ON ticket (updated_at, conversation_id);
CREATE INDEX ticket_by_status ON ticket (status, updated_at, conversation_id);
CREATE INDEX ticket_by_assignee ON ticket (assigned_to, updated_at, conversation_id);

-- user_id is the conversation's, once more, for the rule of one open chat a user.
CREATE TABLE chat (
    conversation_id {uuid} PRIMARY KEY REFERENCES conversation (id),
    user_id TEXT NOT NULL,
    topic TEXT,
    status TEXT NOT NULL,
    agent_id TEXT,
    agent_name TEXT,
    user_read_seq BIGINT NOT NULL DEFAULT 0,
    agent_read_seq BIGINT NOT NULL DEFAULT 0,
    queue_rank BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    accepted_at BIGINT,
    closed_at BIGINT,
    note TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX chat_open_one_per_user ON chat (user_id) WHERE status <> 'closed';
CREATE INDEX chat_queue ON chat (status, queue_rank, queued_at, conversation_id);
CREATE INDEX chat_by_creation ON chat (created_at, conversation_id);
CREATE INDEX chat_by_accept ON chat (accepted_at);

CREATE TABLE category (
    id {uuid} PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE article (
    id {uuid} PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    category TEXT NOT NULL,
    tags {json} NOT NULL,
    is_published BOOLEAN NOT NULL,
    helpful BIGINT NOT NULL DEFAULT 0,
    not_helpful BIGINT NOT NULL DEFAULT 0,
    views BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX article_by_change ON article (updated_at, id);
CREATE INDEX article_by_category ON article (category);

CREATE TABLE article_vote (
    article_id {uuid} NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    helpful BOOLEAN NOT NULL,
    PRIMARY KEY (article_id, voter)
){rowless};

CREATE TABLE attachment (
    cid TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    profile TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Who uploaded a file, and what they called it.
CREATE TABLE upload (
    cid TEXT NOT NULL REFERENCES attachment (cid),
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (cid, person_id)
){rowless};

-- A stretch of the file `root` (a leaf), or a node's whole encoding.
CREATE TABLE block (
    cid TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    leaf_offset BIGINT,
    leaf_length BIGINT,
    node {bytes}
);

CREATE TABLE notification (
    id {uuid} PRIMARY KEY,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    data {json} NOT NULL,
    dedup_key TEXT,
    read_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (person_id, dedup_key)
);
CREATE INDEX notification_by_person ON notification (person_id, created_at, id);
CREATE INDEX notification_unread ON notification (person_id, created_at, id) WHERE read_at IS NULL;

CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    payload {json} NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    locked_until BIGINT,
    locked_by TEXT,
    last_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_by_due ON job (state, due_at, id);

-- The ledger of the outbox.
CREATE TABLE job_attempt (
    id {uuid} PRIMARY KEY,
    job_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    attempted_at BIGINT NOT NULL
);
CREATE INDEX job_attempt_by_time ON job_attempt (attempted_at, id);

CREATE TABLE idempotency (
    person_id TEXT NOT NULL,
    request_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer {json} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, request_key)
);
CREATE INDEX idempotency_by_time ON idempotency (created_at);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('ticket', 0);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
