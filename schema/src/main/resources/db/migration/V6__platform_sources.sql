-- The intermediate CA that each subcloud was given last; certificate and key themselves are a sealed item of kind dc-cert.
-- root and trust are fingerprints: of the root that signed, and of the roots that went along.
-- waiting_since: null once its site was seen to serve from it; else since when the site took nothing of what it was given.
CREATE TABLE site_certificate (
    subcloud_id   integer PRIMARY KEY REFERENCES subcloud (id) ON DELETE CASCADE,
    fingerprint   text        NOT NULL,
    root          text        NOT NULL,
    trust         text        NOT NULL,
    reason        text        NOT NULL,
    issued_at     timestamptz NOT NULL,
    not_after     timestamptz NOT NULL,
    revision      bigint      NOT NULL,
    waiting_since timestamptz
) WITH (fillfactor = 70);

-- What a duty does outside the database, before it does it. A row that stays open was begun by a node that did not live to
-- tell how it ended; what "before" holds lets the next one find out.
CREATE TABLE intent (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    duty         text        NOT NULL,
    before       text        NOT NULL,
    leader_epoch bigint      NOT NULL,
    begun_at     timestamptz NOT NULL,
    ended_at     timestamptz,
    outcome      text
);
-- One effect of a duty at a time.
CREATE UNIQUE INDEX intent_one_open ON intent (duty) WHERE ended_at IS NULL;
CREATE INDEX intent_duty ON intent (duty, id);
