-- How notifications reach people: what each person has chosen, where they can
-- be reached, and the ledger of what has left for them.

-- What a notification is about, for muting and gathering.
ALTER TABLE notification ADD COLUMN conversation_id {uuid};
-- Its person has turned this type off in the list: only other channels tell it.
ALTER TABLE notification ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;

-- Jobs are taken by lane, those due first.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT 'quick';
UPDATE job SET lane = 'slow' WHERE kind = 'mail-transcript';
UPDATE job SET lane = 'files'
    WHERE kind IN ('scan-file', 'make-renditions', 'remove-file', 'collect-files', 'scrub-files');
UPDATE job SET lane = 'node' WHERE kind IN ('pin-file', 'unpin-file');
DROP INDEX job_by_due;
CREATE INDEX job_by_lane ON job (lane, due_at, id) WHERE state = 'ready';
CREATE INDEX job_dead ON job (created_at, id) WHERE state = 'dead';

-- Only of people who have chosen something.
CREATE TABLE notification_preference (
    person_id TEXT PRIMARY KEY,
    preferences {json} NOT NULL,
    updated_at BIGINT NOT NULL
){rowless};
-- The types that a person has turned off in the list; a copy of what their
-- preferences say, to be looked up with every notification.
CREATE TABLE notification_hidden (
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (person_id, kind)
){rowless};
CREATE TABLE notification_mute (
    person_id TEXT NOT NULL,
    conversation_id {uuid} NOT NULL,
    until BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, conversation_id)
){rowless};

-- Browsers that take push messages.
CREATE TABLE push_subscription (
    id {uuid} PRIMARY KEY,
    person_id TEXT NOT NULL,
    endpoint TEXT NOT NULL UNIQUE,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    device TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX push_subscription_of_person ON push_subscription (person_id, created_at);
-- One number a person, and the code that was sent to it to confirm it.
CREATE TABLE phone (
    person_id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    confirmed_at BIGINT,
    code_hash TEXT,
    code_expires_at BIGINT,
    tries BIGINT NOT NULL DEFAULT 0,
    -- When codes were sent of late.
    codes {json} NOT NULL
){rowless};
-- Addresses to which mail has come back, in lower case.
CREATE TABLE undeliverable_address (
    address TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    noted_at BIGINT NOT NULL
){rowless};

-- What leaves for one person by one channel, or for one webhook endpoint.
CREATE TABLE delivery (
    id {uuid} PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT,
    endpoint_id {uuid},
    conversation_id {uuid},
    -- What may join it, as long as it gathers: the same conversation, the same
    -- digest. Of a webhook's: the event.
    bucket TEXT NOT NULL,
    gathering BOOLEAN NOT NULL,
    -- Counts replays: a job of an earlier one does nothing.
    run BIGINT NOT NULL DEFAULT 0,
    target TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    notifications BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- What a webhook's endpoint gets.
    payload {json},
    -- Of several browsers, those that have it already.
    reached {json} NOT NULL,
    created_at BIGINT NOT NULL,
    planned_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    last_error TEXT,
    provider_id TEXT
);
CREATE UNIQUE INDEX delivery_gathering ON delivery (person_id, channel, bucket) WHERE gathering;
CREATE UNIQUE INDEX delivery_of_event ON delivery (endpoint_id, bucket) WHERE endpoint_id IS NOT NULL;
CREATE INDEX delivery_by_time ON delivery (created_at, id);
CREATE INDEX delivery_of_person ON delivery (person_id, created_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX delivery_of_conversation ON delivery (conversation_id, created_at, id)
    WHERE conversation_id IS NOT NULL;
CREATE INDEX delivery_open ON delivery (channel, due_at)
    WHERE state IN ('waiting', 'sending', 'failed');
CREATE INDEX delivery_dead ON delivery (created_at, id) WHERE state = 'dead';
CREATE INDEX delivery_by_provider ON delivery (provider_id) WHERE provider_id IS NOT NULL;

-- A notification takes each channel once.
CREATE TABLE delivery_notification (
    notification_id {uuid} NOT NULL,
    channel TEXT NOT NULL,
    delivery_id {uuid} NOT NULL,
    PRIMARY KEY (notification_id, channel)
){rowless};
CREATE INDEX delivery_notification_of ON delivery_notification (delivery_id);

-- The ledger of tries. delayed: sent a minute or more after it was first due.
CREATE TABLE delivery_attempt (
    id {uuid} PRIMARY KEY,
    delivery_id {uuid} NOT NULL,
    channel TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    duration_ms BIGINT NOT NULL,
    delayed BOOLEAN NOT NULL,
    provider_id TEXT,
    attempted_at BIGINT NOT NULL
);
CREATE INDEX delivery_attempt_by_time ON delivery_attempt (attempted_at);
CREATE INDEX delivery_attempt_of ON delivery_attempt (delivery_id, attempted_at);

-- Endpoints of the operator's that get events.
CREATE TABLE webhook (
    id {uuid} PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events {json} NOT NULL,
    active BOOLEAN NOT NULL,
    disabled_reason TEXT,
    secret TEXT NOT NULL,
    -- The one before it, which still signs for a day.
    old_secret TEXT,
    old_secret_until BIGINT,
    created_at BIGINT NOT NULL,
    last_delivery_at BIGINT,
    failing_since BIGINT
);
