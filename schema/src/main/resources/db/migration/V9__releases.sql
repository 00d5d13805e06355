-- Releases that are kept for the sites. The bytes lie in a directory that the nodes share, named by their digest; a row is
-- written after its bytes are in place, so what has no row is left over and means nothing.
CREATE TABLE release (
    release_id      varchar(255) PRIMARY KEY,
    sw_version      varchar(255) NOT NULL,
    summary         text         NOT NULL,
    reboot_required boolean,
    -- Subject of the certificate whose key signed the files; null: nobody did, the digest came with the order.
    signed_by       text,
    registered_by   text         NOT NULL,
    registered_at   timestamptz  NOT NULL DEFAULT clock_timestamp()
);

-- In the order in which a site is given them. sha256 is lower-case hexadecimal.
CREATE TABLE release_file (
    release_id varchar(255) NOT NULL REFERENCES release (release_id) ON DELETE CASCADE,
    name       varchar(255) NOT NULL,
    position   integer      NOT NULL,
    sha256     char(64)     NOT NULL,
    size       bigint       NOT NULL CHECK (size > 0),
    PRIMARY KEY (release_id, name)
);
CREATE INDEX release_file_sha256 ON release_file (sha256);

-- Which operation brings which release to which site. While the operation is open, the site may fetch the release's files;
-- a release cannot be deleted under it. Without a foreign key to the subcloud: the operation goes with it.
CREATE TABLE release_delivery (
    operation_id uuid PRIMARY KEY REFERENCES operation (id) ON DELETE CASCADE,
    release_id   varchar(255) NOT NULL REFERENCES release (release_id) ON DELETE CASCADE,
    subcloud_id  integer      NOT NULL
);
CREATE INDEX release_delivery_release ON release_delivery (release_id, subcloud_id);
CREATE INDEX release_delivery_subcloud ON release_delivery (subcloud_id);
