-- What live chat needs to know beyond its log.

-- The team whose agents it is offered to (none: everybody's), the skills that
-- its agent must have, what the customer answered before it began, and how far
-- either side's devices have received it.
ALTER TABLE chat ADD COLUMN team_id {uuid};
ALTER TABLE chat ADD COLUMN skills {json} NOT NULL DEFAULT '[]';
ALTER TABLE chat ADD COLUMN answers {json} NOT NULL DEFAULT '[]';
ALTER TABLE chat ADD COLUMN user_delivered_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN agent_delivered_seq BIGINT NOT NULL DEFAULT 0;

-- A rating is 1 to 5. A merged conversation is shown with the one it went into.
ALTER TABLE conversation ADD COLUMN snoozed_until BIGINT;
ALTER TABLE conversation ADD COLUMN snoozed_by TEXT;
ALTER TABLE conversation ADD COLUMN merged_into {uuid};
ALTER TABLE conversation ADD COLUMN rating BIGINT;
ALTER TABLE conversation ADD COLUMN rating_comment TEXT;
ALTER TABLE conversation ADD COLUMN rated_at BIGINT;

ALTER TABLE person ADD COLUMN is_vip BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE person ADD COLUMN blocked_at BIGINT;
ALTER TABLE person ADD COLUMN blocked_reason TEXT;

-- What staff, or the desk itself, did that others may later ask about.
CREATE TABLE audit (
    id {uuid} PRIMARY KEY,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details {json} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX audit_by_time ON audit (created_at, id);
CREATE INDEX audit_by_subject ON audit (subject, created_at, id);
