-- What is done around a conversation.

-- Whose work a rating is about, and when the transcript was last mailed.
ALTER TABLE conversation ADD COLUMN rated_agent_id TEXT;
ALTER TABLE conversation ADD COLUMN rated_agent_name TEXT;
ALTER TABLE conversation ADD COLUMN transcript_at BIGINT;
CREATE INDEX conversation_by_rating ON conversation (rated_at, id) WHERE rated_at IS NOT NULL;
CREATE INDEX conversation_by_merge ON conversation (merged_into) WHERE merged_into IS NOT NULL;

-- How a merged conversation stood before, for the day it is taken apart again.
CREATE TABLE conversation_merge (
    conversation_id {uuid} PRIMARY KEY REFERENCES conversation (id),
    chat_status TEXT,
    chat_closed_at BIGINT,
    ticket_status TEXT,
    ticket_resolved_at BIGINT,
    snoozed_until BIGINT,
    snoozed_by TEXT,
    merged_by TEXT NOT NULL,
    merged_by_name TEXT NOT NULL,
    merged_at BIGINT NOT NULL
);

CREATE TABLE macro (
    id {uuid} PRIMARY KEY,
    title TEXT NOT NULL,
    shortcut TEXT,
    content TEXT NOT NULL,
    visibility TEXT NOT NULL,
    actions {json} NOT NULL,
    owner_id TEXT NOT NULL,
    uses BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX macro_by_owner ON macro (owner_id);
CREATE UNIQUE INDEX macro_shared_shortcut ON macro (shortcut) WHERE visibility = 'everyone';
CREATE UNIQUE INDEX macro_own_shortcut ON macro (owner_id, shortcut) WHERE visibility = 'me';
