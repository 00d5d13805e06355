-- Documents of a subcloud that later phases of its deployment may leave out: bootstrap_values, install_values,
-- deploy_config. They hold passwords, so they are sealed by a key outside the database.
CREATE TABLE subcloud_document (
    subcloud_id integer     NOT NULL REFERENCES subcloud (id) ON DELETE CASCADE,
    document    text        NOT NULL,
    sealed      bytea       NOT NULL,
    stored_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (subcloud_id, document)
);
