-- What admins set about when and how the desk is reached, a document each: the
-- business hours of the desk (`hours`) and of teams (`hours/<team>`), and the
-- form before a chat (`form`).
CREATE TABLE document (
    name TEXT PRIMARY KEY,
    content {json} NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX person_blocked ON person (id) WHERE blocked_at IS NOT NULL;
