-- Mail that came in, from the moment that it was taken. mail_key: its
-- Message-ID, or a hash of its bytes; the same mail is taken once.
-- raw: its bytes, until it is settled; those of one that was set aside stay.
CREATE TABLE inbound_mail (
    id {uuid} PRIMARY KEY,
    mail_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    reason TEXT,
    sender TEXT,
    subject TEXT,
    conversation_id {uuid},
    -- Whose words it became.
    person_id TEXT,
    tries BIGINT NOT NULL DEFAULT 0,
    size BIGINT NOT NULL,
    raw {bytes},
    received_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX inbound_mail_by_time ON inbound_mail (received_at, id);
CREATE INDEX inbound_mail_by_state ON inbound_mail (state, received_at, id);
CREATE INDEX inbound_mail_by_sender ON inbound_mail (sender, received_at);

-- Mails of conversations, by their Message-ID: what an answer refers to, and
-- what the next mail refers to. person_id: whom ours went to, or who wrote theirs.
CREATE TABLE mail_message (
    message_id TEXT PRIMARY KEY,
    conversation_id {uuid} NOT NULL,
    person_id TEXT NOT NULL,
    sent BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
){rowless};
CREATE INDEX mail_message_of ON mail_message (conversation_id, person_id, created_at);

-- How far a mailbox was read (RFC 9051: UIDVALIDITY, UID), and which process
-- reads it until when.
CREATE TABLE mailbox (
    name TEXT PRIMARY KEY,
    uid_validity BIGINT NOT NULL,
    last_uid BIGINT NOT NULL,
    holder TEXT,
    held_until BIGINT NOT NULL
){rowless};

-- People are found by the address that a mail comes from.
CREATE INDEX person_by_email ON person (LOWER(email)) WHERE email IS NOT NULL;
