-- Where a conversation began, as its customer's browser said; null when it said nothing.
ALTER TABLE conversation ADD COLUMN context {json};

-- What staff has written down about a customer. The customer never sees it.
CREATE TABLE person_note (
    id {uuid} PRIMARY KEY,
    person_id TEXT NOT NULL,
    content TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT
);
CREATE INDEX person_note_of ON person_note (person_id, created_at, id);
