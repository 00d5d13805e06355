-- What the REST contract needs beside the inventory: strategy options, alarm summaries, deploy files; and ways into
-- the audit trail.

-- How a subcloud's own orchestrator shall do the steps of a strategy. The row without a subcloud holds what counts for
-- all that have no row; the seeded one has no created_at. Without that row the same values count, as constants.
CREATE TABLE sw_update_options (
    id                      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subcloud_id             integer REFERENCES subcloud (id) ON DELETE CASCADE,
    storage_apply_type      varchar(255) NOT NULL,
    worker_apply_type       varchar(255) NOT NULL,
    max_parallel_workers    integer      NOT NULL,
    alarm_restriction_type  varchar(255) NOT NULL,
    default_instance_action varchar(255) NOT NULL,
    created_at              timestamp DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
    updated_at              timestamp,
    UNIQUE NULLS NOT DISTINCT (subcloud_id)
);
INSERT INTO sw_update_options (storage_apply_type, worker_apply_type, max_parallel_workers,
                               alarm_restriction_type, default_instance_action, created_at)
VALUES ('parallel', 'parallel', 10, 'relaxed', 'migrate', NULL);

-- Active alarms of a subcloud by severity; -1 and disabled while nobody counts them. The name is the subcloud's own,
-- so a rename needs nothing here. Comes and goes with the subcloud.
CREATE TABLE alarm_summary (
    subcloud_id     integer PRIMARY KEY REFERENCES subcloud (id) ON DELETE CASCADE,
    uuid            uuid        NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    critical_alarms integer     NOT NULL DEFAULT -1,
    major_alarms    integer     NOT NULL DEFAULT -1,
    minor_alarms    integer     NOT NULL DEFAULT -1,
    warnings        integer     NOT NULL DEFAULT -1,
    cloud_status    varchar(64) NOT NULL DEFAULT 'disabled'
) WITH (fillfactor = 70);
INSERT INTO alarm_summary (subcloud_id) SELECT id FROM subcloud ORDER BY id;

-- Files that deployments need, per release. They are rows and not files, because every node must have them: a release's
-- row is what the contract calls its directory; it appears with the first upload and stays.
CREATE TABLE deploy_release (
    release    varchar(255) PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One per release and option; file_name is the base name of what the client sent.
CREATE TABLE deploy_file (
    release     varchar(255) NOT NULL REFERENCES deploy_release (release),
    option      varchar(255) NOT NULL,
    file_name   varchar(255) NOT NULL,
    uploaded_at timestamptz  NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (release, option)
);

-- What is in it: one entry, or several if a playbook came with its roles. path is relative, with slashes, and never
-- leaves its directory. sha256 is lower-case hexadecimal.
CREATE TABLE deploy_file_entry (
    release varchar(255) NOT NULL,
    option  varchar(255) NOT NULL,
    path    text         NOT NULL,
    sha256  char(64)     NOT NULL,
    content bytea        NOT NULL,
    PRIMARY KEY (release, option, path),
    FOREIGN KEY (release, option) REFERENCES deploy_file (release, option) ON DELETE CASCADE
);

-- The trail is read newest first, narrowed by who, by the beginning of the target, or by time.
CREATE INDEX audit_trail_who ON audit_trail (who, id);
CREATE INDEX audit_trail_target ON audit_trail (target text_pattern_ops, id);
CREATE INDEX audit_trail_at ON audit_trail USING brin (at);
