-- Who gets which chat.

-- A team's members and skills are read and written with it, and there are few
-- teams: they stand in its row. folded_name is the name in lower case.
CREATE TABLE team (
    id {uuid} PRIMARY KEY,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    strategy TEXT NOT NULL,
    skills {json} NOT NULL,
    members {json} NOT NULL,
    overflow_team_id {uuid},
    overflow_after_seconds BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What is known of an agent beyond their person: a row comes with the first
-- thing that is set.
CREATE TABLE agent (
    person_id TEXT PRIMARY KEY,
    skills {json} NOT NULL DEFAULT '[]',
    capacity BIGINT,
    status TEXT NOT NULL DEFAULT 'available',
    is_automatic BOOLEAN NOT NULL DEFAULT FALSE,
    last_active_at BIGINT
);

CREATE TABLE decision (
    id {uuid} PRIMARY KEY,
    session_id {uuid} NOT NULL,
    kind TEXT NOT NULL,
    agent_id TEXT,
    agent_name TEXT,
    team_id {uuid},
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX decision_by_time ON decision (created_at, id);
CREATE INDEX decision_by_session ON decision (session_id, created_at, id);

-- Whether the customer had talked to an agent within the day before.
ALTER TABLE chat ADD COLUMN is_returning BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX chat_by_user_close ON chat (user_id, closed_at);
CREATE INDEX chat_by_team_accept ON chat (team_id, accepted_at);
