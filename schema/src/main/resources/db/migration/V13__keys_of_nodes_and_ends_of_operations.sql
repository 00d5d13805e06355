-- Which master keys a node has, so that nobody goes over to one that another node lacks; and operations that ended.

-- seals_by, opens_by: fingerprints of the node's master keys, of the one it seals by and of all that it opens by, as the
-- node says itself every few seconds. Empty: the node is of a version that does not say.
ALTER TABLE node
    ADD COLUMN seals_by text   NOT NULL DEFAULT '',
    ADD COLUMN opens_by text[] NOT NULL DEFAULT '{}';

-- What ended is removed after a time, the oldest first.
CREATE INDEX operation_ended ON operation (settled_at) WHERE closed;

-- Secret arguments are of no use to anybody once the operation has ended.
UPDATE operation SET sealed_arguments = NULL WHERE closed AND sealed_arguments IS NOT NULL;
