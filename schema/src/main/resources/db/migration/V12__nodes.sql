-- What a node says of itself while it runs, for operators and for the other nodes. A build before this one writes none of
-- it: version '' then, and where its agents dial is not known.
ALTER TABLE node
    ADD COLUMN place        text    NOT NULL DEFAULT '',
    ADD COLUMN version      text    NOT NULL DEFAULT '',
    ADD COLUMN state        text    NOT NULL DEFAULT 'serving',
    ADD COLUMN streams      integer NOT NULL DEFAULT 0,
    ADD COLUMN most_streams integer NOT NULL DEFAULT 0,
    ADD COLUMN sent_away    bigint  NOT NULL DEFAULT 0,
    ADD COLUMN returned     integer NOT NULL DEFAULT 0,
    ADD COLUMN waits_for    text    NOT NULL DEFAULT '';

-- Nodes that shall have no agents, by name: it holds across their restarts, until the node is resumed.
CREATE TABLE node_drain (
    name  text PRIMARY KEY,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    who   text        NOT NULL
);
