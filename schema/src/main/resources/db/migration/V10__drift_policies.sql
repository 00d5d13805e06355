-- What scopes say about drift: values that somebody changes at a site. type '' means every type of the kind. revision is
-- the change by which the nodes, and through them the agents, learn of it. The generated columns let a group or subcloud
-- take its rules with it when it is deleted.
CREATE TABLE drift_policy (
    scope_type  text   NOT NULL CHECK (scope_type IN ('fleet', 'group', 'subcloud')),
    scope_id    bigint NOT NULL,
    kind        text   NOT NULL,
    type        text   NOT NULL DEFAULT '',
    mode        text   NOT NULL,
    revision    bigint NOT NULL,
    group_id    integer GENERATED ALWAYS AS (CASE WHEN scope_type = 'group' THEN scope_id::integer END) STORED
                REFERENCES subcloud_group (id) ON DELETE CASCADE,
    subcloud_id integer GENERATED ALWAYS AS (CASE WHEN scope_type = 'subcloud' THEN scope_id::integer END) STORED
                REFERENCES subcloud (id) ON DELETE CASCADE,
    PRIMARY KEY (scope_type, scope_id, kind, type)
);
CREATE INDEX ON drift_policy (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX ON drift_policy (subcloud_id) WHERE subcloud_id IS NOT NULL;
