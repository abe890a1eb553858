-- Links that sign somebody in who can read the mail of an address.

-- Whether the address of a person was confirmed: said by the host application's
-- token, or proved by a link. What one says of oneself is not.
ALTER TABLE person ADD COLUMN email_confirmed BOOLEAN NOT NULL DEFAULT FALSE;

-- token_hash: SHA-256 in hex. email: in small letters.
CREATE TABLE sign_in_link (
    id {uuid} PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX sign_in_link_by_email ON sign_in_link (email, created_at);
CREATE INDEX sign_in_link_by_age ON sign_in_link (created_at);
