-- Tokens that the built-in identity service has issued. All nodes share them; a revoked one is gone.
-- No token is stored, only its hash: it is 256 bits of chance. project is null for an unscoped token. credential is
-- a digest of the password hash at the time of the log-in: a changed password ends the tokens got with the former one.
CREATE TABLE identity_token (
    hash       bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    user_name  text        NOT NULL,
    project    text,
    methods    text        NOT NULL,
    credential bytea       NOT NULL,
    audit_id   text        NOT NULL,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX identity_token_expires_at ON identity_token (expires_at);
