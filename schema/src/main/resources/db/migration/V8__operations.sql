-- Commands that happen at most once (architecture, D4). A row is ordered, offered to one journal of its subcloud's agent,
-- and keeps its place until it is known how it ended.

-- serial: the order in which rows were made, for pages. generation: of the subcloud when it was ordered.
-- arguments or sealed_arguments: the latter if they hold a secret. class: what the type may do to the site.
-- offered_hub_epoch, offered_session: the newest session that was told; only it may report. journal_id: stored before the
-- first frame leaves; no other journal is ever told. deadline: what has not started by then is cancelled.
-- settled_n: of the batch that settled it; the order of these numbers is the order of commits. unknown is settled and not
-- closed: its subcloud takes no other mutating operation until somebody found out.
CREATE TABLE operation (
    id                uuid PRIMARY KEY,
    serial            bigint        NOT NULL GENERATED ALWAYS AS IDENTITY,
    subcloud_id       integer       NOT NULL REFERENCES subcloud (id) ON DELETE CASCADE,
    generation        bigint        NOT NULL,
    type              varchar(100)  NOT NULL,
    class             text          NOT NULL CHECK (class IN ('read', 'download', 'mutate')),
    arguments         bytea,
    sealed_arguments  bytea,
    hub_epoch         bigint        NOT NULL,
    offered_hub_epoch bigint        NOT NULL DEFAULT 0,
    offered_session   bigint        NOT NULL DEFAULT 0,
    journal_id        uuid,
    state             text          NOT NULL DEFAULT 'created'
        CHECK (state IN ('created', 'offered', 'accepted', 'running', 'succeeded', 'failed', 'cancelled', 'unknown')),
    cancel_asked      boolean       NOT NULL DEFAULT false,
    percent           smallint      NOT NULL DEFAULT 0,
    details           varchar(1000) NOT NULL DEFAULT '',
    result            bytea,
    deadline          timestamptz   NOT NULL,
    closed            boolean       NOT NULL
        GENERATED ALWAYS AS (state IN ('succeeded', 'failed', 'cancelled')) STORED,
    settled_n         bigint,
    created_at        timestamptz   NOT NULL DEFAULT clock_timestamp(),
    offered_at        timestamptz,
    settled_at        timestamptz,
    asked_by          text          NOT NULL,
    request_id        text          NOT NULL
) WITH (fillfactor = 70);
-- One mutating operation per subcloud at a time.
CREATE UNIQUE INDEX operation_one_mutating ON operation (subcloud_id) WHERE class = 'mutate' AND NOT closed;
CREATE INDEX operation_open ON operation (subcloud_id) WHERE NOT closed;
CREATE INDEX operation_deadline ON operation (deadline) WHERE state IN ('created', 'offered', 'accepted');
CREATE UNIQUE INDEX operation_serial ON operation (serial);
CREATE INDEX operation_subcloud ON operation (subcloud_id, serial);
CREATE INDEX operation_settled ON operation (settled_n) WHERE settled_n IS NOT NULL;

-- The last statement of a transaction that settles operations takes the next number.
CREATE TABLE settle_counter (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    n  bigint NOT NULL DEFAULT 0
);
INSERT INTO settle_counter DEFAULT VALUES;
