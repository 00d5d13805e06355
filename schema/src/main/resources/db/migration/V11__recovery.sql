-- A hub that was restored from a backup, and what its sites hold of the time that the backup does not know.

-- database_identity: of the database that these rows were written in ("system identifier/oid"); rows that find themselves
-- in another one were copied or restored. hold: why nothing may be pushed or ordered anywhere; null: nothing is held.
-- held_at: the hub's seq when that was found out. lost_epoch, lost_seq: the highest that anybody remembers and this
-- database does not.
ALTER TABLE hub
    ADD COLUMN database_identity text,
    ADD COLUMN hold              text,
    ADD COLUMN held_since        timestamptz,
    ADD COLUMN held_at           bigint,
    ADD COLUMN lost_epoch        bigint NOT NULL DEFAULT 0,
    ADD COLUMN lost_seq          bigint NOT NULL DEFAULT 0;

-- The hub's seq when the node joined: whatever was restored before that was restored below it.
ALTER TABLE node ADD COLUMN joined_at_seq bigint;

-- One request of an operator about conflicts, and what became of it at each subcloud. The names outlive the subclouds.
CREATE TABLE conflict_resolution (
    id         uuid PRIMARY KEY,
    action     text        NOT NULL CHECK (action IN ('adopt', 'force')),
    asked_by   text        NOT NULL,
    request_id text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE conflict_outcome (
    resolution_id uuid        NOT NULL REFERENCES conflict_resolution (id),
    subcloud_id   integer     NOT NULL,
    subcloud_name text        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('refused', 'open', 'sent', 'done', 'failed')),
    details       text        NOT NULL DEFAULT '',
    revision      bigint,
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (resolution_id, subcloud_id)
) WITH (fillfactor = 70);

-- What a site holds of a kind (held_*) under a history that this hub does not know, with other contents than are wanted.
-- hub_epoch, session_epoch: of the stream that told. resolution_id, action: what an operator decided. revision: the one
-- that overrides what is held; the row goes when the site has what is wanted.
CREATE TABLE conflict (
    subcloud_id     integer     NOT NULL REFERENCES subcloud (id) ON DELETE CASCADE,
    kind            text        NOT NULL,
    held_epoch      bigint      NOT NULL,
    held_lineage    text        NOT NULL,
    held_revision   bigint      NOT NULL,
    known           boolean     NOT NULL,
    since           timestamptz NOT NULL DEFAULT clock_timestamp(),
    hub_epoch       bigint      NOT NULL,
    session_epoch   bigint      NOT NULL,
    resolution_id   uuid REFERENCES conflict_resolution (id),
    action          text CHECK (action IN ('adopt', 'force')),
    revision        bigint,
    PRIMARY KEY (subcloud_id, kind)
) WITH (fillfactor = 70);
