-- What the sources at the centre say. A source whose snapshot would take away too much waits here for an operator.
-- digest names the very deletions that were shown: another set needs another confirmation.
CREATE TABLE source_hold (
    source       text        NOT NULL,
    kind         text        NOT NULL,
    scope_type   text        NOT NULL,
    scope_id     bigint      NOT NULL,
    digest       text        NOT NULL,
    deletions    integer     NOT NULL,
    known        integer     NOT NULL,
    sample       text[]      NOT NULL,
    since        timestamptz NOT NULL DEFAULT clock_timestamp(),
    confirmed_by text,
    confirmed_at timestamptz,
    PRIMARY KEY (source, kind, scope_type, scope_id)
);
