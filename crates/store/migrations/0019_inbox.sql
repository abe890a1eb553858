-- The agents' inbox: all conversations in one list.

-- is_open, holder_id: what follows from the chat and the ticket of a
-- conversation (see the store's inbox), kept so that views can be read by an index.
ALTER TABLE conversation ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE conversation ADD COLUMN holder_id TEXT;
-- Tags are the conversation's, whatever it is.
ALTER TABLE conversation ADD COLUMN tags {json} NOT NULL DEFAULT '[]';
UPDATE conversation SET
    tags = COALESCE((SELECT t.tags FROM ticket t WHERE t.conversation_id = conversation.id), tags),
    is_open = EXISTS (SELECT 1 FROM ticket t WHERE t.conversation_id = conversation.id
            AND t.status IN ('open', 'in-progress'))
        OR EXISTS (SELECT 1 FROM chat ch WHERE ch.conversation_id = conversation.id
            AND ch.status <> 'closed'),
    holder_id = COALESCE(
        (SELECT ch.agent_id FROM chat ch
            WHERE ch.conversation_id = conversation.id AND ch.status = 'active'),
        (SELECT t.assigned_to FROM ticket t WHERE t.conversation_id = conversation.id));
ALTER TABLE ticket DROP COLUMN tags;
CREATE INDEX conversation_inbox ON conversation (is_open, updated_at, id)
    WHERE merged_into IS NULL;
CREATE INDEX conversation_of_holder ON conversation (holder_id, is_open, updated_at, id)
    WHERE merged_into IS NULL;

CREATE TABLE saved_view (
    id {uuid} PRIMARY KEY,
    name TEXT NOT NULL,
    visibility TEXT NOT NULL,
    filter {json} NOT NULL,
    list_order TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX saved_view_by_owner ON saved_view (owner_id);

-- What an agent has begun to write, one of a kind in a conversation.
CREATE TABLE draft (
    person_id TEXT NOT NULL,
    conversation_id {uuid} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, conversation_id, kind)
){rowless};
