-- What sites are looked at for and not pushed to, and alarms.

-- What the system controller has, as the endpoint audits of all sites compare with it. content is JSON; revision is the
-- change by which the nodes learn of it.
CREATE TABLE audit_reference (
    id         smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    revision   bigint      NOT NULL,
    content    text        NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The hub's own alarms about a subcloud: 280.001, it is offline, and 280.002, an endpoint (resource) is out of sync.
-- One row for each, its last occurrence: cleared_at is null while it is active. Without a foreign key, because whoever
-- inserts holds locks that a deletion waits for; the deletion removes the rows itself, last.
CREATE TABLE alarm_record (
    subcloud_id        integer     NOT NULL,
    alarm_id           text        NOT NULL,
    resource           text        NOT NULL DEFAULT '',
    uuid               uuid        NOT NULL DEFAULT gen_random_uuid(),
    severity           text        NOT NULL,
    entity_instance_id text        NOT NULL,
    reason_text        text        NOT NULL,
    raised_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    cleared_at         timestamptz,
    PRIMARY KEY (subcloud_id, alarm_id, resource)
) WITH (fillfactor = 70);

-- hub_epoch, session_epoch and generation fence the row as they do in subcloud_status; a later session may take it.
-- reason says why nothing is counted, if the site's fault manager cannot be asked.
ALTER TABLE alarm_summary
    ADD COLUMN configuration   text    NOT NULL DEFAULT 'unknown',
    ADD COLUMN oam_floating_ip text,
    ADD COLUMN unlisted        integer NOT NULL DEFAULT 0,
    ADD COLUMN reason          text    NOT NULL DEFAULT '',
    ADD COLUMN hub_epoch       bigint  NOT NULL DEFAULT 0,
    ADD COLUMN session_epoch   bigint  NOT NULL DEFAULT 0,
    ADD COLUMN generation      bigint  NOT NULL DEFAULT 1;
UPDATE alarm_summary a SET generation = s.generation FROM subcloud s WHERE s.id = a.subcloud_id;

-- Alarms that are active at the sites, as their agents last told. They stay while a site is offline. The key refers to the
-- summary, whose row the writer holds, and not to the subcloud, whose row a deletion holds.
CREATE TABLE site_alarm (
    subcloud_id        integer     NOT NULL REFERENCES alarm_summary (subcloud_id) ON DELETE CASCADE,
    alarm_id           text        NOT NULL,
    entity_instance_id text        NOT NULL,
    severity           text        NOT NULL,
    reason_text        text        NOT NULL,
    seen_at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (subcloud_id, alarm_id, entity_instance_id)
);
