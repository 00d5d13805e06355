--
SELECT * FROM agent_session FOR UPDATE
;;
--
SELECT * FROM identity_token
;;
--
SELECT 1
;;
--
SELECT 1 FROM hub FOR UPDATE
;;
--
SELECT 1 FROM subcloud FOR UPDATE
;;
--
SELECT 1 FROM subcloud_group FOR UPDATE
;;
--
SELECT CURRENT_USER
;;
--
SELECT DISTINCT ON (h.scope_type, h.scope_id, h.kind, i.type, i.name)
       h.scope_type, h.scope_id, h.kind, h.revision AS head, h.rescoped,
       i.type, i.name, i.revision, i.presence, i.payload, i.sealed_payload
FROM desired_head h
LEFT JOIN desired_item i
  ON i.scope_type = h.scope_type AND i.scope_id = h.scope_id AND i.kind = h.kind
 AND i.revision <= h.revision
ORDER BY h.scope_type, h.scope_id, h.kind, i.type, i.name, i.revision DESC
;;
--
SELECT DISTINCT ON (type, name) type || '/' || name || ' ' || presence
FROM desired_item ORDER BY type, name, revision DESC
;;
--
SELECT DISTINCT convert_from(arguments, 'UTF8') FROM operation
;;
--
SELECT DISTINCT type || ' ' || class FROM operation
;;
--
SELECT a::text FROM audit_trail a
;;
--
SELECT cloud_status || ' ' || major_alarms || ' ' || configuration || ' ' || coalesce(oam_floating_ip, '-') FROM alarm_summary
;;
--
SELECT coalesce(outcome, 'begun') FROM intent ORDER BY id
;;
--
SELECT coalesce(string_agg(alarm_id || ' ' || severity || ' ' || entity_instance_id, '; ' ORDER BY alarm_id, resource), '') FROM alarm_record WHERE cleared_at IS NULL
;;
--
SELECT coalesce(string_agg(alarm_id, ',' ORDER BY alarm_id), '') FROM site_alarm
;;
--
SELECT count(*) FROM (SELECT DISTINCT seq FROM change) AS s
;;
--
SELECT count(*) FROM alarm_record
;;
--
SELECT count(*) FROM alarm_record WHERE cleared_at IS NULL
;;
--
SELECT count(*) FROM audit_trail
;;
--
SELECT count(*) FROM audit_trail a WHERE a::text LIKE '%PRIVATE%'
;;
--
SELECT count(*) FROM audit_trail a WHERE a::text LIKE '%hunter2%' OR a::text LIKE '%aHVudGVyMg%'
;;
--
SELECT count(*) FROM change
;;
--
SELECT count(*) FROM deploy_file
;;
--
SELECT count(*) FROM deploy_file_entry
;;
--
SELECT count(*) FROM deploy_release
;;
--
SELECT count(*) FROM desired_head
;;
--
SELECT count(*) FROM desired_item
;;
--
SELECT count(*) FROM desired_item i WHERE i::text LIKE '%PRIVATE%'
;;
--
SELECT count(*) FROM desired_item i WHERE i::text LIKE '%sentinel%'
;;
--
SELECT count(*) FROM enrolment_token
;;
--
SELECT count(*) FROM node WHERE lease_until > clock_timestamp()
;;
--
SELECT count(*) FROM site_alarm
;;
--
SELECT count(*) FROM site_certificate
;;
--
SELECT count(*) FROM site_certificate WHERE waiting_since IS NULL
;;
--
SELECT count(*) FROM site_certificate c WHERE c.revision > 4
;;
--
SELECT count(*) FROM source_hold
;;
--
SELECT count(*) FROM source_hold WHERE confirmed_at IS NULL
;;
--
SELECT count(*) FROM subcloud
;;
--
SELECT count(*) FROM subcloud WHERE generation > 1
;;
--
SELECT count(*) FROM subcloud s WHERE s::text LIKE '%aHVudGVyMg%'
;;
--
SELECT count(*) FROM subcloud s WHERE s::text LIKE '%hunter2%' OR s::text LIKE '%aHVudGVyMg%'
;;
--
SELECT count(*) FROM subcloud_document WHERE position('hunter2'::bytea in sealed) > 0 OR position('aHVudGVyMg'::bytea in sealed) > 0
;;
--
SELECT count(*) FROM subcloud_group
;;
--
SELECT count(*) FROM subcloud_status
;;
--
SELECT count(*) FROM subcloud_status WHERE reason LIKE '%not observed%'
;;
--
SELECT current_schema
;;
--
SELECT current_setting('server_version'), current_setting('server_version_num')::int,
       current_setting('fsync')::bool, current_setting('synchronous_commit'),
       current_setting('full_page_writes')::bool,
       current_setting('synchronous_standby_names'),
       current_setting('max_connections')::int,
       pg_is_in_recovery() OR current_setting('transaction_read_only')::bool
;;
--
SELECT current_user
;;
--
SELECT encode(token_hash, 'hex') FROM enrolment_token
;;
--
SELECT epoch || ' ' || coalesce(incarnation::text, 'null') FROM agent_session
;;
--
SELECT epoch, lineage::text AS lineage, first_revision FROM hub_epoch ORDER BY epoch
;;
--
SELECT first_identity_sync_complete FROM subcloud
;;
--
SELECT i::text FROM desired_item i
;;
--
SELECT incarnation FROM node WHERE lease_until <= clock_timestamp()
;;
--
SELECT incarnation, name FROM node WHERE lease_until > clock_timestamp()
;;
--
SELECT mode FROM drift_policy
;;
--
SELECT name, sealed_payload FROM desired_item
;;
--
SELECT p.scope_type, p.scope_id, p.kind, p.type, p.mode, g.name AS group_name
FROM drift_policy p LEFT JOIN subcloud_group g ON g.id = p.group_id
;;
--
SELECT pg_advisory_xact_lock(7887336136856723828)
;;
--
SELECT pg_backend_pid()
;;
--
SELECT pg_sleep(60)
;;
--
SELECT pg_try_advisory_xact_lock(77433833903597)
;;
--
SELECT reason FROM alarm_summary
;;
--
SELECT rolname FROM pg_roles WHERE rolname ILIKE 'rds_superuser'
;;
--
SELECT s.id, s.name, s.group_id, s.generation, s.management_state, s.hold, s.deploy_status,
       ARRAY(SELECT h.group_id::bigint FROM scope_history h
             WHERE h.subcloud_id = s.id AND h.group_id <> s.group_id
             ORDER BY h.group_id) AS former
FROM subcloud s
;;
--
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       s.availability, s.availability_reason
FROM agent_session s
WHERE s.hub_epoch > 0 AND s.epoch > 0
;;
--
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       t.endpoint_type, t.sync_status, t.wanted_revision, t.held_revision, t.reason,
       t.generation,
       (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
FROM agent_session s JOIN subcloud_status t USING (subcloud_id)
WHERE s.hub_epoch > 0 AND s.epoch > 0
;;
--
SELECT sealed FROM sealed_key
;;
--
SELECT sealed FROM subcloud_document
;;
--
SELECT sealed_arguments FROM operation
;;
--
SELECT source, kind, scope_type, scope_id, digest, deletions, known, sample, since,
       confirmed_by, confirmed_at
FROM source_hold
ORDER BY source, kind, scope_type, scope_id
;;
--
SELECT subcloud_id FROM alarm_record WHERE cleared_at IS NULL
;;
--
SELECT subcloud_id::text FROM operation
;;
--
SELECT sync_status FROM subcloud_status
;;
--
SELECT t::text FROM enrolment_token t
;;
--
SELECT uuid || ' ' || raised_at FROM alarm_record
;;
--
SELECT version()
;;
--
SELECT what FROM audit_trail
;;
--
SELECT what FROM change
;;
--
SELECT what || ' ' || scope_id FROM change ORDER BY seq DESC LIMIT 1
;;
--
SELECT what || ' ' || scope_type || ' ' || scope_id FROM change
;;
--
SELECT what || ': ' || target || ' by ' || who FROM audit_trail
;;
--
UPDATE alarm_summary a SET generation = s.generation FROM subcloud s WHERE s.id = a.subcloud_id
;;
--
UPDATE hub SET seq = seq + 1
;;
--
UPDATE lease SET expires_at = clock_timestamp() - interval '1 s'
;;
--
UPDATE operation SET offered_session = offered_session + 1
;;
--
UPDATE subcloud SET generation = generation + 1 WHERE id > 0
;;
--
WITH first AS (SELECT gen_random_uuid() AS lineage),
     opened AS (INSERT INTO hub_epoch (epoch, lineage, first_revision, reason)
                SELECT 1, lineage, 1, 'created' FROM first)
INSERT INTO hub (epoch, lineage) SELECT 1, lineage FROM first
;;
--
select "audit_reference"."id", "audit_reference"."revision", "audit_reference"."content", "audit_reference"."changed_at" from "audit_reference"
;;
--
select "audit_trail"."id", "audit_trail"."request_id", "audit_trail"."at", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail"
;;
--
select "change"."seq" from "change" order by "change"."seq"
;;
--
select "change"."seq", "change"."what", "change"."scope_type", "change"."scope_id", "change"."at" from "change"
;;
--
select "drift_policy"."scope_type", "drift_policy"."scope_id", "drift_policy"."kind", "drift_policy"."type", "drift_policy"."mode", "drift_policy"."revision", "drift_policy"."group_id", "drift_policy"."subcloud_id" from "drift_policy" order by "drift_policy"."scope_type", "drift_policy"."scope_id", "drift_policy"."kind", "drift_policy"."type"
;;
--
select "hub"."seq", "hub"."epoch", "hub"."lineage" from "hub"
;;
--
select "release"."release_id", "release"."sw_version", "release"."summary", "release"."reboot_required", "release"."signed_by", "release"."registered_by", "release"."registered_at" from "release" order by "release"."release_id"
;;
--
select "release_file"."release_id", "release_file"."name", "release_file"."position", "release_file"."sha256", "release_file"."size" from "release_file" where false order by "release_file"."release_id", "release_file"."position"
;;
--
select "subcloud"."id", "subcloud"."name", "enrolment_token"."created_by", "enrolment_token"."created_at", "enrolment_token"."expires_at", "enrolment_token"."used_at" from "enrolment_token" join "subcloud" on "subcloud"."id" = "enrolment_token"."subcloud_id" order by "subcloud"."id", "enrolment_token"."created_at" desc
;;
--
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" order by "subcloud"."id"
;;
--
select "subcloud"."id", "subcloud"."name", "subcloud"."management_subnet", "subcloud"."management_start_ip", "subcloud"."management_end_ip" from "subcloud"
;;
--
select "subcloud"."id", "subcloud"."name", "subcloud"."management_subnet", "subcloud"."management_start_ip", "subcloud"."management_end_ip" from "subcloud" where false
;;
--
select "subcloud"."name", "alarm_summary"."uuid", "alarm_summary"."critical_alarms", "alarm_summary"."major_alarms", "alarm_summary"."minor_alarms", "alarm_summary"."warnings", "alarm_summary"."cloud_status" from "alarm_summary" join "subcloud" on "subcloud"."id" = "alarm_summary"."subcloud_id" order by "subcloud"."id" desc
;;
--
select "subcloud_status"."subcloud_id", "subcloud_status"."endpoint_type", "subcloud_status"."sync_status", "subcloud_status"."wanted_revision", "subcloud_status"."hub_epoch", "subcloud_status"."session_epoch", "subcloud_status"."generation" from "subcloud_status" join "subcloud" on "subcloud"."id" = "subcloud_status"."subcloud_id" order by "subcloud_status"."endpoint_type"
;;
--
select "sw_update_options"."id", "sw_update_options"."subcloud_id", "sw_update_options"."storage_apply_type", "sw_update_options"."worker_apply_type", "sw_update_options"."max_parallel_workers", "sw_update_options"."alarm_restriction_type", "sw_update_options"."default_instance_action", "sw_update_options"."created_at", "sw_update_options"."updated_at" from "sw_update_options" where "sw_update_options"."subcloud_id" is null
;;
--
select count(*) from operation
;;
--
select current_catalog
;;
--
select distinct "release_file"."sha256" from "release_file"
;;
--
select exists (select 1 from "sealed_key")
;;
--
select row ("subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at") as "subcloud_group", count("subcloud"."id") from "subcloud_group" left outer join "subcloud" on "subcloud"."group_id" = "subcloud_group"."id" group by "subcloud_group"."id" order by "subcloud_group"."id"
;;
--
select row ("sw_update_options"."id", "sw_update_options"."subcloud_id", "sw_update_options"."storage_apply_type", "sw_update_options"."worker_apply_type", "sw_update_options"."max_parallel_workers", "sw_update_options"."alarm_restriction_type", "sw_update_options"."default_instance_action", "sw_update_options"."created_at", "sw_update_options"."updated_at") as "sw_update_options", "subcloud"."name" from "sw_update_options" join "subcloud" on "subcloud"."id" = "sw_update_options"."subcloud_id" order by "subcloud"."id"
;;
-- 0
INSERT INTO agent_session (subcloud_id)
SELECT id FROM subcloud WHERE id = ANY (cast($1 as int[])) ORDER BY id
ON CONFLICT (subcloud_id) DO NOTHING
;;
-- 0
SELECT DISTINCT subcloud_id FROM operation WHERE subcloud_id = ANY (cast($1 as int[])) AND NOT closed
;;
-- 0
SELECT id FROM subcloud WHERE id = ANY (cast($1 as int[])) ORDER BY id FOR KEY SHARE
;;
-- 0
SELECT o.id, o.subcloud_id, o.type, o.class, o.hub_epoch, o.journal_id, o.state,
       o.cancel_asked, o.percent, o.details, o.offered_hub_epoch, o.offered_session,
       o.sealed_arguments IS NOT NULL AS secret,
       greatest(0, extract(epoch FROM o.deadline - clock_timestamp()) * 1000)::bigint
         AS within_ms
 FROM operation o WHERE o.id = ANY (cast($1 as uuid[])) ORDER BY o.id FOR UPDATE
;;
-- 0
SELECT s.id, s.name, s.group_id, s.generation, s.management_state, s.hold, s.deploy_status,
       ARRAY(SELECT h.group_id::bigint FROM scope_history h
             WHERE h.subcloud_id = s.id AND h.group_id <> s.group_id
             ORDER BY h.group_id) AS former
FROM subcloud s
WHERE s.id = ANY (cast($1 as bigint[])::int[])
;;
-- 0
SELECT s.id, s.region_name, c.fingerprint, c.issued_at, c.not_after, c.root, c.trust, c.waiting_since
FROM subcloud s LEFT JOIN site_certificate c ON c.subcloud_id = s.id
WHERE s.deploy_status <> ALL (cast($1 as varchar[])::text[])
ORDER BY s.id
;;
-- 0
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       s.availability, s.availability_reason
FROM agent_session s
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.incarnation = ANY (cast($1 as uuid[])::uuid[])
;;
-- 0
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       s.availability, s.availability_reason
FROM agent_session s
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.subcloud_id = ANY (cast($1 as bigint[])::int[])
;;
-- 0
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       t.endpoint_type, t.sync_status, t.wanted_revision, t.held_revision, t.reason,
       t.generation,
       (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
FROM agent_session s JOIN subcloud_status t USING (subcloud_id)
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.incarnation = ANY (cast($1 as uuid[])::uuid[])
;;
-- 0
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       t.endpoint_type, t.sync_status, t.wanted_revision, t.held_revision, t.reason,
       t.generation,
       (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
FROM agent_session s JOIN subcloud_status t USING (subcloud_id)
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.subcloud_id = ANY (cast($1 as bigint[])::int[])
;;
-- 0
SELECT subcloud_id, enrolment_id, journal_id, dial, availability = 'online'
  FROM agent_session WHERE subcloud_id = ANY (cast($1 as int[])) ORDER BY subcloud_id FOR UPDATE
;;
-- 0
SELECT subcloud_id, hub_epoch, epoch FROM agent_session
 WHERE subcloud_id = ANY (cast($1 as int[])) AND epoch > 0 AND hub_epoch > 0
;;
-- 0
WITH taken AS (UPDATE settle_counter SET n = n + 1 WHERE id = 1 RETURNING n)
UPDATE operation o SET settled_n = taken.n FROM taken WHERE o.id = ANY (cast($1 as uuid[]))
;;
-- 0
delete from "enrolment_token" where ("enrolment_token"."subcloud_id" = any (cast($1 as int[])) and "enrolment_token"."used_at" is null)
;;
-- 0
select "subcloud"."id" from "subcloud" where "subcloud"."id" = any (cast($1 as int[])) order by "subcloud"."id" for no key update
;;
-- 0
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."id" = any (cast($1 as int[])) order by "subcloud"."id"
;;
-- 0
select "subcloud_status"."subcloud_id", "subcloud_status"."endpoint_type", "subcloud_status"."sync_status", "subcloud_status"."wanted_revision", "subcloud_status"."hub_epoch", "subcloud_status"."session_epoch", "subcloud_status"."generation" from "subcloud_status" join "subcloud" on "subcloud"."id" = "subcloud_status"."subcloud_id" where "subcloud"."id" = any (cast($1 as int[])) order by "subcloud_status"."endpoint_type"
;;
-- 0,0
SELECT u.subcloud_id, s.name, s.group_id, s.generation, s.management_state = 'managed', s.hold,
       e.id, c.enrolment_id, c.revoked_at IS NOT NULL, h.seq, h.epoch, h.lineage, s.id,
       c.not_after <= clock_timestamp(), s.deploy_status,
       COALESCE(s.first_identity_sync_complete, false)
  FROM unnest(cast($1 as int[]), cast($2 as varchar[])) AS u(subcloud_id, serial)
  CROSS JOIN hub h
  LEFT JOIN subcloud s ON s.id = u.subcloud_id
  LEFT JOIN enrolment e ON e.subcloud_id = u.subcloud_id AND e.state = 'active'
  LEFT JOIN agent_certificate c ON c.serial = u.serial AND c.subcloud_id = u.subcloud_id
;;
-- 0,0
UPDATE subcloud SET deploy_status = 'complete', updated_at = cast($1 as timestamp)
WHERE id = ANY (cast($2 as int[])) AND deploy_status IN ('not-deployed', 'create-complete')
RETURNING id
;;
-- 0,0
UPDATE subcloud s SET first_identity_sync_complete = true
  FROM (SELECT x.id
          FROM unnest(cast($1 as int[]), cast($2 as bigint[])) AS u(id, generation)
          JOIN subcloud x ON x.id = u.id AND x.generation = u.generation
         WHERE NOT x.first_identity_sync_complete
         ORDER BY x.id FOR NO KEY UPDATE OF x) AS passed
 WHERE s.id = passed.id
;;
-- 0,0
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where ("subcloud"."id" = any (cast($1 as int[])) or "subcloud"."name" = any (cast($2 as varchar[]))) order by "subcloud"."id" for key share
;;
-- 0,0,0
SELECT a.subcloud_id
  FROM agent_session a
  JOIN unnest(cast($1 as int[]), cast($2 as bigint[]), cast($3 as bigint[])) AS u(subcloud_id, hub_epoch, epoch)
    ON u.subcloud_id = a.subcloud_id AND u.hub_epoch = a.hub_epoch AND u.epoch = a.epoch
 ORDER BY a.subcloud_id FOR SHARE OF a
;;
-- 0,0,0
UPDATE operation t SET sealed_arguments = u.fresh
  FROM unnest(cast($1 as varchar[])::uuid[], cast($2 as bytea[])::bytea[], cast($3 as bytea[])::bytea[]) AS u (id, former, fresh)
 WHERE t.id = u.id AND t.sealed_arguments = u.former
;;
-- 0,0,0
UPDATE subcloud s
   SET software_version = n.version, updated_at = clock_timestamp() AT TIME ZONE 'UTC'
  FROM (SELECT x.id, u.version
          FROM unnest(cast($1 as int[]), cast($2 as bigint[]), cast($3 as varchar[])) AS u(id, generation, version)
          JOIN subcloud x ON x.id = u.id AND x.generation = u.generation
         WHERE x.software_version <> u.version
         ORDER BY x.id FOR NO KEY UPDATE OF x) AS n
 WHERE s.id = n.id
RETURNING s.id
;;
-- 0,0,0
UPDATE subcloud_status s SET hub_epoch = u.hub_epoch, session_epoch = u.epoch
  FROM unnest(cast($1 as int[]), cast($2 as bigint[]), cast($3 as bigint[])) AS u(subcloud_id, hub_epoch, epoch)
 WHERE s.subcloud_id = u.subcloud_id
;;
-- 0,0,0
WITH u AS (SELECT * FROM unnest(cast($1 as int[]), cast($2 as boolean[]), cast($3 as boolean[])) AS u(subcloud_id, online, known)),
cleared AS (
  UPDATE alarm_record a SET cleared_at = clock_timestamp()
    FROM u
   WHERE a.subcloud_id = u.subcloud_id AND a.cleared_at IS NULL
     AND a.alarm_id = CASE WHEN u.online THEN '280.001' ELSE '280.002' END),
uncounted AS (
  UPDATE alarm_summary m
     SET critical_alarms = -1, major_alarms = -1, minor_alarms = -1, warnings = -1,
         cloud_status = 'disabled', configuration = 'unknown', oam_floating_ip = NULL,
         unlisted = 0, reason = '', hub_epoch = n.hub_epoch, session_epoch = n.epoch
    FROM u JOIN agent_session n ON n.subcloud_id = u.subcloud_id
   WHERE NOT u.online AND m.subcloud_id = u.subcloud_id)
INSERT INTO alarm_record AS a
       (subcloud_id, alarm_id, severity, entity_instance_id, reason_text)
SELECT s.id, '280.001', 'critical', 'subcloud=' || s.name, s.name || ' is offline'
  FROM u
  JOIN subcloud s ON s.id = u.subcloud_id
  JOIN agent_session n ON n.subcloud_id = u.subcloud_id AND n.connected_at IS NOT NULL
 WHERE NOT u.online AND u.known AND s.deploy_status NOT IN ('secondary', 'secondary-failed')
    ON CONFLICT (subcloud_id, alarm_id, resource) DO UPDATE
   SET uuid = gen_random_uuid(), raised_at = excluded.raised_at, cleared_at = NULL,
       entity_instance_id = excluded.entity_instance_id, reason_text = excluded.reason_text
 WHERE a.cleared_at IS NOT NULL
;;
-- 0,0,0
WITH u AS (SELECT * FROM unnest(cast($1 as int[]), cast($2 as varchar[]), cast($3 as boolean[])) AS u(subcloud_id, kind, wrong)),
cleared AS (
  UPDATE alarm_record a SET cleared_at = clock_timestamp()
    FROM u
   WHERE NOT u.wrong AND a.subcloud_id = u.subcloud_id AND a.alarm_id = '280.002'
     AND a.resource = u.kind AND a.cleared_at IS NULL)
INSERT INTO alarm_record AS a
       (subcloud_id, alarm_id, resource, severity, entity_instance_id, reason_text)
SELECT s.id, '280.002', u.kind, 'major', 'subcloud=' || s.name || '.resource=' || u.kind,
       s.name || ' ' || u.kind || ' sync_status is out-of-sync'
  FROM u JOIN subcloud s ON s.id = u.subcloud_id
 WHERE u.wrong
    ON CONFLICT (subcloud_id, alarm_id, resource) DO UPDATE
   SET uuid = gen_random_uuid(), raised_at = excluded.raised_at, cleared_at = NULL,
       entity_instance_id = excluded.entity_instance_id, reason_text = excluded.reason_text
 WHERE a.cleared_at IS NOT NULL
;;
-- 0,0,0,0
DELETE FROM site_alarm a
 WHERE a.subcloud_id = ANY (cast($1 as int[]))
   AND NOT EXISTS (
       SELECT FROM unnest(cast($2 as int[]), cast($3 as varchar[]), cast($4 as varchar[])) AS u(subcloud_id, alarm_id, entity)
        WHERE u.subcloud_id = a.subcloud_id AND u.alarm_id = a.alarm_id
          AND u.entity = a.entity_instance_id)
;;
-- 0,0,0,0
SELECT h.scope_type, h.scope_id, h.kind, h.revision AS head, h.rescoped,
       i.type, i.name, i.revision, i.presence, i.payload, i.sealed_payload
FROM unnest(cast($1 as varchar[])::text[], cast($2 as bigint[])::bigint[], cast($3 as varchar[])::text[], cast($4 as bigint[])::bigint[])
       AS k (scope_type, scope_id, kind, head)
JOIN desired_head h
  ON h.scope_type = k.scope_type AND h.scope_id = k.scope_id AND h.kind = k.kind
 AND h.revision > k.head
LEFT JOIN desired_item i
  ON i.scope_type = h.scope_type AND i.scope_id = h.scope_id AND i.kind = h.kind
 AND i.revision > k.head AND i.revision <= h.revision
;;
-- 0,0,0,0
SELECT o.id, o.subcloud_id, o.type, o.class, o.hub_epoch, o.journal_id, o.state,
       o.cancel_asked, o.percent, o.details, o.offered_hub_epoch, o.offered_session,
       o.sealed_arguments IS NOT NULL AS secret,
       greatest(0, extract(epoch FROM o.deadline - clock_timestamp()) * 1000)::bigint
         AS within_ms
  FROM operation o
  JOIN unnest(cast($1 as uuid[]), cast($2 as int[]), cast($3 as bigint[]), cast($4 as bigint[])) AS u(id, subcloud_id, hub_epoch, session)
    ON u.id = o.id AND u.subcloud_id = o.subcloud_id
 WHERE o.closed OR (o.offered_hub_epoch, o.offered_session) = (u.hub_epoch, u.session)
 ORDER BY o.id FOR UPDATE OF o
;;
-- 0,0,0,0
UPDATE sealed_key t SET sealed = u.fresh
  FROM unnest(cast($1 as varchar[])::text[], cast($2 as varchar[])::int[], cast($3 as bytea[])::bytea[], cast($4 as bytea[])::bytea[]) AS u (purpose, key_id, former, fresh)
 WHERE t.purpose = u.purpose AND t.key_id = u.key_id AND t.sealed = u.former
;;
-- 0,0,0,0
UPDATE subcloud_document t SET sealed = u.fresh
  FROM unnest(cast($1 as varchar[])::int[], cast($2 as varchar[])::text[], cast($3 as bytea[])::bytea[], cast($4 as bytea[])::bytea[]) AS u (subcloud_id, document, former, fresh)
 WHERE t.subcloud_id = u.subcloud_id AND t.document = u.document AND t.sealed = u.former
;;
-- 0,0,0,0,0
INSERT INTO site_alarm AS a (subcloud_id, alarm_id, entity_instance_id, severity, reason_text)
SELECT u.* FROM unnest(cast($1 as int[]), cast($2 as varchar[]), cast($3 as varchar[]), cast($4 as varchar[]), cast($5 as varchar[])) AS u(subcloud_id, alarm_id, entity, severity, reason)
  JOIN alarm_summary s ON s.subcloud_id = u.subcloud_id
    ON CONFLICT (subcloud_id, alarm_id, entity_instance_id) DO UPDATE
   SET severity = excluded.severity, reason_text = excluded.reason_text
 WHERE (a.severity, a.reason_text) IS DISTINCT FROM (excluded.severity, excluded.reason_text)
;;
-- 0,0,0,0,0
WITH u AS (
  SELECT * FROM unnest(cast($1 as int[]), cast($2 as bigint[]), cast($3 as bigint[]), cast($4 as varchar[]), cast($5 as varchar[]))
    AS u(subcloud_id, hub_epoch, session_epoch, availability, reason)),
sites AS (
  UPDATE agent_session a
     SET availability = u.availability, availability_reason = u.reason,
         availability_since = CASE WHEN a.availability = u.availability
                                   THEN a.availability_since ELSE clock_timestamp() END
    FROM u
   WHERE a.subcloud_id = u.subcloud_id
     AND a.hub_epoch = u.hub_epoch AND a.epoch = u.session_epoch
     AND (a.availability, a.availability_reason) IS DISTINCT FROM (u.availability, u.reason)
  RETURNING a.subcloud_id),
kinds AS (
  UPDATE subcloud_status s
     SET sync_status = 'unknown', reason = 'the subcloud is offline', since = clock_timestamp()
    FROM u
   WHERE u.availability = 'offline' AND s.subcloud_id = u.subcloud_id
     AND s.hub_epoch = u.hub_epoch AND s.session_epoch = u.session_epoch
     AND s.sync_status <> 'unknown')
SELECT u.subcloud_id
  FROM u
  LEFT JOIN agent_session a ON a.subcloud_id = u.subcloud_id
  LEFT JOIN sites w ON w.subcloud_id = a.subcloud_id
 WHERE w.subcloud_id IS NULL
   AND (a.hub_epoch, a.epoch) IS DISTINCT FROM (u.hub_epoch, u.session_epoch)
;;
-- 0,0,0,0,0,0
INSERT INTO agent_certificate
       (serial, subcloud_id, enrolment_id, key_hash, certificate, not_after)
SELECT v.serial, v.subcloud, v.enrolment::uuid, decode(v.key, 'hex'), v.pem,
       v.not_after::timestamptz
FROM unnest(cast($1 as varchar[]), cast($2 as int[]), cast($3 as varchar[]), cast($4 as varchar[]), cast($5 as varchar[]), cast($6 as varchar[]))
     AS v(serial, subcloud, enrolment, key, pem, not_after)
;;
-- 0,0,0,0,0,0,0,0
UPDATE desired_item t SET sealed_payload = u.fresh
  FROM unnest(cast($1 as varchar[])::text[], cast($2 as varchar[])::bigint[], cast($3 as varchar[])::text[], cast($4 as varchar[])::text[], cast($5 as varchar[])::text[], cast($6 as varchar[])::bigint[], cast($7 as bytea[])::bytea[], cast($8 as bytea[])::bytea[]) AS u (scope_type, scope_id, kind, type, name, revision, former, fresh)
 WHERE t.scope_type = u.scope_type AND t.scope_id = u.scope_id AND t.kind = u.kind AND t.type = u.type AND t.name = u.name AND t.revision = u.revision AND t.sealed_payload = u.former
;;
-- 0,0,0,0,0,0,0,0,0
SELECT u.subcloud_id, u.kind
  FROM unnest(cast($1 as int[]), cast($2 as varchar[]), cast($3 as bigint[]), cast($4 as bigint[]), cast($5 as bigint[]), cast($6 as varchar[]), cast($7 as bigint[]), cast($8 as bigint[]), cast($9 as varchar[]))
    AS u(subcloud_id, kind, hub_epoch, session_epoch, generation, status, wanted, held, reason)
  LEFT JOIN subcloud_status s ON s.subcloud_id = u.subcloud_id AND s.endpoint_type = u.kind
 WHERE (s.hub_epoch, s.session_epoch, s.generation,
        s.sync_status, s.wanted_revision, s.held_revision, s.reason)
       IS DISTINCT FROM (u.hub_epoch, u.session_epoch, u.generation,
                         u.status, u.wanted, u.held, u.reason)
;;
-- 0,0,0,0,0,0,0,0,0
WITH u AS (
  SELECT * FROM unnest(cast($1 as int[]), cast($2 as varchar[]), cast($3 as bigint[]), cast($4 as bigint[]), cast($5 as bigint[]), cast($6 as varchar[]), cast($7 as bigint[]), cast($8 as bigint[]), cast($9 as varchar[]))
    AS u(subcloud_id, kind, hub_epoch, session_epoch, generation, status, wanted, held, reason)),
written AS (
  INSERT INTO subcloud_status AS s
         (subcloud_id, endpoint_type, sync_status, wanted_revision, held_revision,
          confirmed_at, reason, hub_epoch, session_epoch, generation)
  SELECT u.subcloud_id, u.kind, u.status, u.wanted, u.held,
         CASE WHEN u.status = 'in-sync' THEN clock_timestamp() END,
         u.reason, u.hub_epoch, u.session_epoch, u.generation
    FROM u
   CROSS JOIN LATERAL (
         SELECT FROM subcloud_status x
          WHERE x.subcloud_id = u.subcloud_id AND x.endpoint_type = u.kind OFFSET 0) AS known
      ON CONFLICT (subcloud_id, endpoint_type) DO UPDATE
     SET sync_status = excluded.sync_status, wanted_revision = excluded.wanted_revision,
         held_revision = excluded.held_revision, reason = excluded.reason,
         since = CASE WHEN s.sync_status = excluded.sync_status THEN s.since
                      ELSE excluded.since END,
         confirmed_at = COALESCE(excluded.confirmed_at, s.confirmed_at)
   WHERE s.hub_epoch = excluded.hub_epoch AND s.session_epoch = excluded.session_epoch
     AND s.generation = excluded.generation
     AND (s.sync_status, s.wanted_revision, s.held_revision, s.reason)
         IS DISTINCT FROM (excluded.sync_status, excluded.wanted_revision,
                           excluded.held_revision, excluded.reason)
  RETURNING 1)
SELECT count(*) FROM written
;;
-- 0,0,0,0,0,0,0,0,0,0
UPDATE operation o
   SET state = u.state, percent = u.percent, details = u.details,
       cancel_asked = u.cancel_asked, journal_id = coalesce(o.journal_id, u.journal),
       offered_hub_epoch = u.hub_epoch, offered_session = u.session,
       result = coalesce(u.result, o.result),
       offered_at = CASE WHEN o.offered_at IS NULL AND u.journal IS NOT NULL
                         THEN clock_timestamp() ELSE o.offered_at END,
       settled_at = CASE WHEN u.settles THEN clock_timestamp() ELSE o.settled_at END
  FROM unnest(cast($1 as uuid[]), cast($2 as varchar[]), cast($3 as int[])::smallint[], cast($4 as varchar[]), cast($5 as boolean[]), cast($6 as uuid[])::uuid[], cast($7 as bigint[]), cast($8 as bigint[]), cast($9 as bytea[])::bytea[], cast($10 as boolean[]))
         AS u(id, state, percent, details, cancel_asked, journal, hub_epoch, session, result,
              settles)
 WHERE o.id = u.id
;;
-- 0,0,0,0,0,0,0,0,0,0,0,0,0
WITH u AS (
  SELECT * FROM unnest(cast($1 as int[]), cast($2 as bigint[]), cast($3 as bigint[]), cast($4 as bigint[]), cast($5 as int[]), cast($6 as int[]), cast($7 as int[]), cast($8 as int[]), cast($9 as varchar[]), cast($10 as varchar[]), cast($11 as varchar[]), cast($12 as int[]), cast($13 as varchar[]))
    AS u(subcloud_id, hub_epoch, session_epoch, generation, critical, major, minor, warnings,
         cloud_status, configuration, oam, unlisted, reason)),
written AS (
  UPDATE alarm_summary s
     SET critical_alarms = u.critical, major_alarms = u.major, minor_alarms = u.minor,
         warnings = u.warnings, cloud_status = u.cloud_status,
         configuration = u.configuration, oam_floating_ip = nullif(u.oam, ''),
         unlisted = u.unlisted, reason = u.reason,
         hub_epoch = u.hub_epoch, session_epoch = u.session_epoch
    FROM u
   WHERE s.subcloud_id = u.subcloud_id AND s.generation = u.generation
     AND (s.hub_epoch, s.session_epoch) <= (u.hub_epoch, u.session_epoch)
  RETURNING s.subcloud_id)
SELECT u.subcloud_id
  FROM u
  JOIN alarm_summary s ON s.subcloud_id = u.subcloud_id
  LEFT JOIN written w ON w.subcloud_id = u.subcloud_id
 WHERE w.subcloud_id IS NULL
;;
-- 0,0,0,0,0,0,0,0,23
SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
       o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
       (extract(epoch FROM clock_timestamp()
          - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
       o.asked_by, o.request_id, s.hold, coalesce(a.availability = 'online', false) AS connected
  FROM operation o
  JOIN subcloud s ON s.id = o.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
 WHERE ($1::integer IS NULL OR o.subcloud_id = $2::integer)
   AND ($3::text IS NULL OR o.state = $4::text)
   AND ($5::text IS NULL OR o.type = $6::text)
   AND ($7::bigint IS NULL OR o.serial < $8::bigint)
 ORDER BY o.serial DESC LIMIT $9
;;
-- 0,0,0,0,0,0,0,1043,1043,1043,1043,1043,1043,1043,1043,1043,1043,1043
WITH given AS (
  SELECT g.*, row_number() OVER (ORDER BY g.id) AS nth, count(*) OVER () AS size
  FROM unnest(cast($1 as bigint[])::bigint[], cast($2 as bytea[])::bytea[], cast($3 as varchar[])::text[], cast($4 as varchar[])::text[], cast($5 as varchar[])::text[], cast($6 as varchar[])::text[],
              cast($7 as timestamp with time zone[])::timestamptz[])
         AS g (id, sealed, fingerprint, root, trust, reason, not_after)
  WHERE EXISTS (SELECT FROM subcloud s WHERE s.id = g.id)),
taken AS (
  UPDATE hub SET seq = seq + (SELECT count(*) FROM given)
  WHERE EXISTS (SELECT FROM given) RETURNING seq),
numbered AS (SELECT given.*, taken.seq - size + nth AS revision FROM given, taken),
told AS (
  INSERT INTO change (seq, what, scope_type, scope_id)
  SELECT revision, $8, $9, id FROM numbered),
head AS (
  INSERT INTO desired_head (scope_type, scope_id, kind, revision)
  SELECT $10, id, $11, revision FROM numbered
  ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision),
item AS (
  INSERT INTO desired_item
         (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload)
  SELECT $12, id, $13, $14, $15, revision, $16, sealed FROM numbered),
kept AS (
  INSERT INTO site_certificate AS c
         (subcloud_id, fingerprint, root, trust, reason, issued_at, not_after, revision,
          waiting_since)
  SELECT id, fingerprint, root, trust, reason, $17::timestamptz, not_after, revision,
         $18::timestamptz FROM numbered
  ON CONFLICT (subcloud_id) DO UPDATE
  SET fingerprint = excluded.fingerprint, root = excluded.root, trust = excluded.trust,
      reason = excluded.reason, issued_at = excluded.issued_at,
      not_after = excluded.not_after, revision = excluded.revision,
      waiting_since = COALESCE(c.waiting_since, excluded.waiting_since))
SELECT max(revision) AS revision FROM numbered
;;
-- 0,0,0,23
SELECT o.id, o.subcloud_id, o.type, o.class, o.hub_epoch, o.journal_id, o.state,
       o.cancel_asked, o.percent, o.details, o.offered_hub_epoch, o.offered_session,
       o.sealed_arguments IS NOT NULL AS secret,
       greatest(0, extract(epoch FROM o.deadline - clock_timestamp()) * 1000)::bigint
         AS within_ms
       , o.arguments, o.sealed_arguments, s.hold IS NOT NULL AS held
  FROM operation o
  JOIN unnest(cast($1 as int[]), cast($2 as boolean[])) AS u(subcloud_id, whole) ON u.subcloud_id = o.subcloud_id
  JOIN subcloud s ON s.id = o.subcloud_id
 WHERE NOT o.closed
   AND (u.whole OR o.state = 'created' OR o.cancel_asked)
   AND (o.state = 'unknown' OR o.id IN (
        SELECT r.id
          FROM (SELECT w.id, row_number() OVER (
                         PARTITION BY w.subcloud_id ORDER BY w.state = 'created', w.serial)
                         AS place
                  FROM operation w
                 WHERE w.subcloud_id = ANY (cast($3 as int[])) AND NOT w.closed AND w.state <> 'unknown') r
         WHERE r.place <= $4))
 ORDER BY o.id FOR UPDATE OF o
;;
-- 0,0,1043,1043,0,0,0,0,23
SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
       o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
       (extract(epoch FROM clock_timestamp()
          - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
       o.asked_by, o.request_id, s.hold, coalesce(a.availability = 'online', false) AS connected
  FROM operation o
  JOIN subcloud s ON s.id = o.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
 WHERE ($1::integer IS NULL OR o.subcloud_id = $2::integer)
   AND ($3::text IS NULL OR o.state = $4::text)
   AND ($5::text IS NULL OR o.type = $6::text)
   AND ($7::bigint IS NULL OR o.serial < $8::bigint)
 ORDER BY o.serial DESC LIMIT $9
;;
-- 0,1043
select "enrolment"."subcloud_id" from "enrolment" where ("enrolment"."subcloud_id" = any (cast($1 as int[])) and "enrolment"."state" = $2) order by "enrolment"."subcloud_id"
;;
-- 0,1043
select distinct on ("agent_certificate"."enrolment_id") "agent_certificate"."enrolment_id", "agent_certificate"."key_hash", "agent_certificate"."certificate", "agent_certificate"."not_after" from "agent_certificate" join "enrolment" on "enrolment"."id" = "agent_certificate"."enrolment_id" where ("agent_certificate"."enrolment_id" = any (cast($1 as uuid[])) and "agent_certificate"."revoked_at" is null and "enrolment"."state" = $2) order by "agent_certificate"."enrolment_id", "agent_certificate"."not_after" desc
;;
-- 1043
INSERT INTO audit_trail (request_id, who, project, address, what, target)
VALUES ($1, '', '', '', 'look-up', '') ON CONFLICT (request_id) DO NOTHING
;;
-- 1043
SELECT DISTINCT ON (d.subcloud_id)
       d.subcloud_id, s.name, o.id, o.state, o.percent, o.details,
       coalesce(a.availability, 'offline') = 'online' AS online,
       greatest(0, extract(epoch FROM clock_timestamp()
         - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms
  FROM release_delivery d
  JOIN operation o ON o.id = d.operation_id
  JOIN subcloud s ON s.id = d.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = d.subcloud_id
 WHERE d.release_id = $1
 ORDER BY d.subcloud_id, o.serial DESC
;;
-- 1043
SELECT before, ended_at, outcome FROM intent
WHERE duty = $1 AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1
;;
-- 1043
SELECT coalesce('revoked: ' || revoked_why, 'good') FROM agent_certificate WHERE serial = $1
;;
-- 1043
SELECT d.subcloud_id, d.operation_id
  FROM release_delivery d
  JOIN operation o ON o.id = d.operation_id AND NOT o.closed AND o.state <> 'unknown'
 WHERE d.release_id = $1
;;
-- 1043
SELECT id, before FROM intent WHERE duty = $1 AND ended_at IS NULL
;;
-- 1043
SELECT revoked_why FROM agent_certificate WHERE serial = $1
;;
-- 1043
SELECT set_config('search_path', $1, false)
;;
-- 1043
SELECT source, kind, scope_type, scope_id, digest, deletions, known, sample, since,
       confirmed_by, confirmed_at
FROM source_hold
WHERE source = $1 ORDER BY kind, scope_type, scope_id
;;
-- 1043
UPDATE agent_certificate SET revoked_at = now() WHERE serial = $1
;;
-- 1043
UPDATE site_certificate c SET waiting_since = NULL
FROM subcloud_status s
WHERE c.waiting_since IS NOT NULL AND s.subcloud_id = c.subcloud_id
  AND s.endpoint_type = $1 AND s.sync_status = 'in-sync' AND s.held_revision >= c.revision
;;
-- 1043
delete from "release" where "release"."release_id" = $1
;;
-- 1043
insert into "deploy_release" ("release") values ($1) on conflict do nothing
;;
-- 1043
select "deploy_file"."option", "deploy_file"."file_name", "deploy_file_entry"."path", "deploy_file_entry"."sha256" from "deploy_file" join "deploy_file_entry" on ("deploy_file_entry"."release" = "deploy_file"."release" and "deploy_file_entry"."option" = "deploy_file"."option") where "deploy_file"."release" = $1
;;
-- 1043
select "deploy_release"."release" from "deploy_release" where "deploy_release"."release" = $1 for update
;;
-- 1043
select "release"."release_id" from "release" where "release"."release_id" = $1 for key share
;;
-- 1043
select "release"."release_id" from "release" where "release"."release_id" = $1 for update
;;
-- 1043
select "release"."release_id", "release"."sw_version", "release"."summary", "release"."reboot_required", "release"."signed_by", "release"."registered_by", "release"."registered_at" from "release" where "release"."release_id" = $1 order by "release"."release_id"
;;
-- 1043
select "release_file"."release_id", "release_file"."name", "release_file"."position", "release_file"."sha256", "release_file"."size" from "release_file" where "release_file"."release_id" in ($1) order by "release_file"."release_id", "release_file"."position"
;;
-- 1043
select "sealed_key"."key_id", "sealed_key"."sealed", "sealed_key"."certificate" from "sealed_key" where "sealed_key"."purpose" = $1 order by "sealed_key"."key_id"
;;
-- 1043
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."name" = $1
;;
-- 1043
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."name" = $1 for update of "subcloud", "agent_session"
;;
-- 1043
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."region_name" = $1
;;
-- 1043
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where "subcloud"."name" = $1 order by "subcloud"."id"
;;
-- 1043
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where "subcloud"."name" = $1 order by "subcloud"."id" for key share
;;
-- 1043
select "subcloud_group"."id" from "subcloud_group" where "subcloud_group"."name" = $1
;;
-- 1043
select "subcloud_group"."id" from "subcloud_group" where "subcloud_group"."name" = $1 for key share
;;
-- 1043
select "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at" from "subcloud_group" where "subcloud_group"."name" = $1
;;
-- 1043
select count(*) from "audit_trail" where "audit_trail"."request_id" = $1
;;
-- 1043
select distinct on ("desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name") "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision", "desired_item"."presence", "desired_item"."payload", "desired_item"."sealed_payload" from "desired_item" where ("desired_item"."scope_type" <> $1 or exists (select 1 as "one" from "subcloud_group" where cast("subcloud_group"."id" as bigint) = "desired_item"."scope_id")) order by "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision" desc
;;
-- 1043
select row ("subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold") as "subcloud", row ("agent_session"."subcloud_id", "agent_session"."hub_epoch", "agent_session"."epoch", "agent_session"."incarnation", "agent_session"."enrolment_id", "agent_session"."serial", "agent_session"."journal_id", "agent_session"."dial", "agent_session"."agent_version", "agent_session"."connected_at", "agent_session"."ended_at", "agent_session"."availability", "agent_session"."availability_since", "agent_session"."availability_reason") as "agent_session", clock_timestamp() as "read_at" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."name" = $1
;;
-- 1043,0
INSERT INTO agent_session AS s (subcloud_id, hub_epoch, epoch, ended_at, availability_reason)
SELECT taken.id, hub.epoch, 1, clock_timestamp(), $1
FROM hub, (SELECT unnest(cast($2 as int[])) AS id ORDER BY id) AS taken
ON CONFLICT (subcloud_id) DO UPDATE
SET hub_epoch = EXCLUDED.hub_epoch,
    epoch = s.epoch + 1,
    incarnation = NULL,
    ended_at = EXCLUDED.ended_at,
    availability_since = CASE WHEN s.availability = 'offline' THEN s.availability_since
                              ELSE EXCLUDED.ended_at END,
    availability = 'offline',
    availability_reason = EXCLUDED.availability_reason
;;
-- 1043,0
SELECT max(begun_at) AS begun_at FROM intent WHERE duty = $1 AND outcome = ANY (cast($2 as varchar[]))
;;
-- 1043,0
UPDATE subcloud_status t
SET hub_epoch = s.hub_epoch,
    session_epoch = s.epoch,
    since = CASE WHEN t.sync_status = 'unknown' THEN t.since ELSE clock_timestamp() END,
    sync_status = 'unknown',
    reason = $1
FROM agent_session s
WHERE s.subcloud_id = t.subcloud_id AND t.subcloud_id = ANY (cast($2 as int[]))
;;
-- 1043,0
select "agent_certificate"."serial", "agent_certificate"."subcloud_id", "agent_certificate"."enrolment_id", ("agent_certificate"."revoked_at" is not null or "enrolment"."state" <> $1), "subcloud"."name" from "agent_certificate" join "enrolment" on "enrolment"."id" = "agent_certificate"."enrolment_id" join "subcloud" on "subcloud"."id" = "enrolment"."subcloud_id" where "agent_certificate"."serial" = any (cast($2 as varchar[])) order by "enrolment"."subcloud_id" for share of "enrolment"
;;
-- 1043,0
update "agent_certificate" set "revoked_at" = clock_timestamp(), "revoked_why" = $1 where ("agent_certificate"."subcloud_id" = any (cast($2 as int[])) and "agent_certificate"."revoked_at" is null)
;;
-- 1043,0,0
INSERT INTO enrolment (id, subcloud_id, state, created_at)
SELECT v.id::uuid, v.subcloud, 'active', cast($1 as timestamp with time zone) FROM unnest(cast($2 as varchar[]), cast($3 as int[])) AS v(id, subcloud)
;;
-- 1043,0,0
INSERT INTO release_delivery (operation_id, release_id, subcloud_id)
SELECT u.operation_id, $1, u.subcloud_id FROM unnest(cast($2 as uuid[]), cast($3 as int[])) AS u(operation_id, subcloud_id)
;;
-- 1043,0,0,0
UPDATE enrolment_token t
SET used_at = cast($1 as timestamp with time zone), key_hash = decode(v.key, 'hex'), enrolment_id = v.enrolment::uuid
FROM unnest(cast($2 as varchar[]), cast($3 as varchar[]), cast($4 as varchar[])) AS v(token, key, enrolment)
WHERE t.token_hash = decode(v.token, 'hex') AND t.used_at IS NULL
;;
-- 1043,0,0,0
UPDATE subcloud_status t
SET since = CASE WHEN t.sync_status = 'unknown' THEN t.since
      ELSE clock_timestamp() END,
    sync_status = 'unknown',
    reason = $1,
    hub_epoch = c.hub_epoch,
    session_epoch = c.epoch
FROM unnest(cast($2 as bigint[])::int[], cast($3 as bigint[])::bigint[], cast($4 as bigint[])::bigint[]) AS c (subcloud_id, hub_epoch, epoch)
WHERE t.subcloud_id = c.subcloud_id
  AND (t.hub_epoch, t.session_epoch) < (c.hub_epoch, c.epoch)
RETURNING t.subcloud_id, t.endpoint_type, t.hub_epoch, t.session_epoch AS epoch,
          t.generation, t.wanted_revision, t.held_revision,
          (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
;;
-- 1043,0,0,0,2950
UPDATE agent_session s
SET hub_epoch = hub.epoch,
    epoch = s.epoch + 1,
    incarnation = NULL,
    ended_at = clock_timestamp(),
    availability = 'offline',
    availability_since = CASE WHEN s.availability = 'offline'
      THEN s.availability_since ELSE clock_timestamp() END,
    availability_reason = $1
FROM unnest(cast($2 as bigint[])::int[], cast($3 as bigint[])::bigint[], cast($4 as bigint[])::bigint[]) AS seen (subcloud_id, hub_epoch, epoch),
     hub
WHERE s.subcloud_id = seen.subcloud_id
  AND s.hub_epoch = seen.hub_epoch AND s.epoch = seen.epoch
  AND s.incarnation = $5
RETURNING s.subcloud_id, s.hub_epoch, s.epoch
;;
-- 1043,0,1043
update "enrolment" set "state" = $1, "revoked_at" = clock_timestamp() where ("enrolment"."subcloud_id" = any (cast($2 as int[])) and "enrolment"."state" = $3)
;;
-- 1043,1043
SELECT count(*) FROM site_certificate WHERE issued_at > $1::timestamptz AND reason <> $2
;;
-- 1043,1043
SELECT sealed_payload FROM desired_item
WHERE scope_type = 'fleet' AND kind = 'platform' AND type = $1 AND name = $2
ORDER BY revision DESC LIMIT 1
;;
-- 1043,1043
delete from "deploy_file" where ("deploy_file"."release" = $1 and "deploy_file"."option" in ($2))
;;
-- 1043,1043
select exists (select 1 from "subcloud" where ("subcloud"."name" = $1 or "subcloud"."region_name" = $2))
;;
-- 1043,1043,0,0,0,0,0,0,0
INSERT INTO operation (id, subcloud_id, generation, type, class, arguments, sealed_arguments,
                       hub_epoch, deadline, asked_by, request_id)
SELECT u.id, u.subcloud_id, s.generation, u.type, u.class, u.arguments, u.sealed,
       h.epoch, clock_timestamp() + u.within_ms * interval '1 millisecond', $1, $2
  FROM unnest(cast($3 as uuid[]), cast($4 as int[]), cast($5 as varchar[]), cast($6 as varchar[]), cast($7 as bytea[])::bytea[], cast($8 as bytea[])::bytea[], cast($9 as bigint[])) WITH ORDINALITY
         AS u(id, subcloud_id, type, class, arguments, sealed, within_ms, nth)
  JOIN subcloud s ON s.id = u.subcloud_id
  CROSS JOIN hub h
 ORDER BY u.nth
    ON CONFLICT (subcloud_id) WHERE class = 'mutate' AND NOT closed DO NOTHING
RETURNING id
;;
-- 1043,1043,1043
insert into "deploy_file" ("release", "option", "file_name") values ($1, $2, $3)
;;
-- 1043,1043,1043,0,0
INSERT INTO enrolment_token (token_hash, subcloud_id, created_by, created_at, expires_at)
SELECT decode(v.hash, 'hex'), v.subcloud, $1, cast($2 as timestamp with time zone), cast($3 as timestamp with time zone)
FROM unnest(cast($4 as varchar[]), cast($5 as int[])) AS v(hash, subcloud)
;;
-- 1043,1043,1043,1043
delete from "deploy_file" where ("deploy_file"."release" = $1 and "deploy_file"."option" in ($2, $3, $4))
;;
-- 1043,1043,1043,1043,1043
delete from "deploy_file" where ("deploy_file"."release" = $1 and "deploy_file"."option" in ($2, $3, $4, $5))
;;
-- 1043,1043,1043,1043,1043,1043,1043,1043,1043,1043
insert into "subcloud" ("name", "software_version", "deploy_status", "region_name", "management_subnet", "management_gateway_ip", "management_start_ip", "management_end_ip", "systemcontroller_gateway_ip", "external_oam_subnet_ip_family") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning "subcloud"."id"
;;
-- 1043,1043,1043,1043,1043,1043,1043,1043,1043,1043,1043,1043,23,1043,1043
insert into "subcloud" ("name", "description", "location", "software_version", "deploy_status", "region_name", "management_subnet", "management_gateway_ip", "management_start_ip", "management_end_ip", "systemcontroller_gateway_ip", "external_oam_subnet_ip_family", "group_id", "data_install", "rehome_data") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning "subcloud"."id"
;;
-- 1043,1043,1043,1043,1043,1043,20,1043,1043
insert into "audit_trail" ("request_id", "who", "project", "address", "what", "target", "revision", "before_digest", "after_digest") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
;;
-- 1043,1043,1043,1043,17
insert into "deploy_file_entry" ("release", "option", "path", "sha256", "content") values ($1, $2, $3, $4, $5)
;;
-- 1043,1043,1043,1043,17,1043,1043,1043,1043,17
insert into "deploy_file_entry" ("release", "option", "path", "sha256", "content") values ($1, $2, $3, $4, $5), ($6, $7, $8, $9, $10)
;;
-- 1043,1043,1043,1043,20,1043
UPDATE source_hold SET confirmed_by = $1, confirmed_at = clock_timestamp()
WHERE source = $2 AND kind = $3 AND scope_type = $4 AND scope_id = $5 AND digest = $6
;;
-- 1043,1043,1043,16,1043,1043
insert into "release" ("release_id", "sw_version", "summary", "reboot_required", "signed_by", "registered_by") values ($1, $2, $3, $4, $5, $6)
;;
-- 1043,1043,1043,20
DELETE FROM source_hold WHERE source = $1 AND kind = $2 AND scope_type = $3 AND scope_id = $4
;;
-- 1043,1043,1043,20,1043
SELECT FROM source_hold
WHERE source = $1 AND kind = $2 AND scope_type = $3 AND scope_id = $4 AND digest = $5
  AND confirmed_at IS NOT NULL
;;
-- 1043,1043,1043,20,1043,23,23,0
INSERT INTO source_hold AS h (source, kind, scope_type, scope_id, digest, deletions, known,
                              sample)
VALUES ($1, $2, $3, $4, $5, $6, $7, cast($8 as varchar[])::text[])
ON CONFLICT (source, kind, scope_type, scope_id) DO UPDATE
SET digest = excluded.digest, deletions = excluded.deletions, known = excluded.known,
    sample = excluded.sample, since = clock_timestamp(),
    confirmed_by = NULL, confirmed_at = NULL
WHERE h.digest <> excluded.digest
;;
-- 1043,1043,1043,23
update "subcloud_status" set "since" = case when "subcloud_status"."sync_status" <> $1 then clock_timestamp() else "subcloud_status"."since" end, "sync_status" = $2, "reason" = $3 where "subcloud_status"."subcloud_id" = $4
;;
-- 1043,1043,1043,23,1043
update "subcloud_status" set "since" = case when "subcloud_status"."sync_status" <> $1 then clock_timestamp() else "subcloud_status"."since" end, "sync_status" = $2, "reason" = $3 where ("subcloud_status"."subcloud_id" = $4 and "subcloud_status"."endpoint_type" <> $5)
;;
-- 1043,1043,20
INSERT INTO subcloud (name, software_version, management_state, deploy_status,
  region_name, management_subnet, management_gateway_ip, management_start_ip,
  management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family,
  group_id)
VALUES ($1, '1', 'managed', 'complete', $2, '', '', '', '', '', '', $3)
RETURNING id
;;
-- 1043,1043,20
UPDATE intent SET ended_at = $1::timestamptz, outcome = $2 WHERE id = $3
;;
-- 1043,1043,20
WITH taken AS (UPDATE hub SET seq = seq + 1 RETURNING seq),
     told AS (INSERT INTO change (seq, what, scope_type, scope_id)
              SELECT seq, $1, $2, $3 FROM taken)
SELECT seq FROM taken
;;
-- 1043,1043,20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where ("alarm_record"."cleared_at" is null and "alarm_record"."alarm_id" = $1 and "subcloud"."name" = $2) order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $3 rows only
;;
-- 1043,1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where ("audit_trail"."what" like $1 and "audit_trail"."target" like $2) order by "audit_trail"."id" desc fetch next $3 rows only
;;
-- 1043,1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where ("audit_trail"."who" = $1 and "audit_trail"."at" >= cast($2 as timestamp with time zone)) order by "audit_trail"."id" desc fetch next $3 rows only
;;
-- 1043,1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where ("audit_trail"."who" = $1 and "audit_trail"."what" like $2) order by "audit_trail"."id" desc fetch next $3 rows only
;;
-- 1043,1043,20,1043
INSERT INTO intent (duty, before, leader_epoch, begun_at)
VALUES ($1, $2, $3, $4::timestamptz) RETURNING id
;;
-- 1043,1043,20,20
select "change"."seq", "change"."at", "audit_trail"."who", "audit_trail"."what" from "change" left outer join "audit_trail" on "audit_trail"."revision" = "change"."seq" where ("change"."what" = $1 and "change"."scope_type" = $2 and "change"."scope_id" = $3) order by "change"."seq" desc fetch next $4 rows only
;;
-- 1043,1043,23
update "subcloud" set "management_state" = $1, "deploy_status" = $2, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $3
;;
-- 1043,1043,23
update "subcloud" set "rehome_data" = $1, "systemcontroller_gateway_ip" = $2, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $3
;;
-- 1043,1043,23,1043
update "subcloud_status" set "since" = clock_timestamp(), "sync_status" = $1, "reason" = $2 where ("subcloud_status"."subcloud_id" = $3 and "subcloud_status"."endpoint_type" = $4)
;;
-- 1043,1043,23,1043,20
insert into "release_file" ("release_id", "name", "position", "sha256", "size") values ($1, $2, $3, $4, $5)
;;
-- 1043,20
SELECT set_config('lock_timeout', $1, true), pg_advisory_xact_lock($2)
;;
-- 1043,20
delete from "desired_head" where ("desired_head"."scope_type" = $1 and "desired_head"."scope_id" = $2)
;;
-- 1043,20
delete from "desired_item" where ("desired_item"."scope_type" = $1 and "desired_item"."scope_id" = $2)
;;
-- 1043,20
delete from "drift_policy" where ("drift_policy"."scope_type" = $1 and "drift_policy"."scope_id" = $2)
;;
-- 1043,20
delete from "identity_token" where "identity_token"."hash" in (select "identity_token"."hash" from "identity_token" where "identity_token"."expires_at" < cast($1 as timestamp with time zone) order by "identity_token"."expires_at" fetch next $2 rows only for update skip locked)
;;
-- 1043,20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where ("alarm_record"."cleared_at" is null and "alarm_record"."severity" = $1) order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $2 rows only
;;
-- 1043,20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where ("alarm_record"."cleared_at" is null and "subcloud"."name" = $1) order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $2 rows only
;;
-- 1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where "audit_trail"."target" like $1 order by "audit_trail"."id" desc fetch next $2 rows only
;;
-- 1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where "audit_trail"."what" like $1 order by "audit_trail"."id" desc fetch next $2 rows only
;;
-- 1043,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where "audit_trail"."who" = $1 order by "audit_trail"."id" desc fetch next $2 rows only
;;
-- 1043,20
select "drift_policy"."scope_type", "drift_policy"."scope_id", "drift_policy"."kind", "drift_policy"."type", "drift_policy"."mode", "drift_policy"."revision", "drift_policy"."group_id", "drift_policy"."subcloud_id" from "drift_policy" where ("drift_policy"."scope_type" = $1 and "drift_policy"."scope_id" = $2) order by "drift_policy"."scope_type", "drift_policy"."scope_id", "drift_policy"."kind", "drift_policy"."type"
;;
-- 1043,20,1043,1043,1043,20,1043,20,1043,1043,1043,20
insert into "drift_policy" ("scope_type", "scope_id", "kind", "type", "mode", "revision") values ($1, $2, $3, $4, $5, $6), ($7, $8, $9, $10, $11, $12)
;;
-- 1043,20,1043,1043,1043,20,23
SELECT 'desired/' || kind || '/' || type || '/' || name, 0, sealed_payload, scope_type, scope_id, kind, type, name, revision FROM desired_item WHERE sealed_payload IS NOT NULL AND (scope_type, scope_id, kind, type, name, revision) > ($1, $2, $3, $4, $5, $6) ORDER BY scope_type, scope_id, kind, type, name, revision LIMIT $7
;;
-- 1043,20,1043,20,1043
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence,
  payload) VALUES ($1, $2, 'platform', $3, 'default', $4, 'present', $5)
;;
-- 1043,20,1043,20,1043,20,20
select distinct on ("desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name") "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision", "desired_item"."presence", "desired_item"."payload", "desired_item"."sealed_payload" from "desired_item" where ((("desired_item"."scope_type" = $1 and "desired_item"."scope_id" = $2) or ("desired_item"."scope_type" = $3 and "desired_item"."scope_id" = $4) or ("desired_item"."scope_type" = $5 and "desired_item"."scope_id" = $6)) and "desired_item"."revision" <= $7) order by "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision" desc
;;
-- 1043,20,1043,20,20,1043,20,20,20,1043,20,20,20,20
insert into "desired_head" ("scope_type", "scope_id", "kind", "revision", "rescoped") select $1, $2, $3, $4, $5 union select $6, $7, "desired_head"."kind", $8, $9 from "desired_head" where ("desired_head"."scope_type" = $10 and "desired_head"."scope_id" in ($11, $12)) on conflict ("scope_type", "scope_id", "kind") do update set "revision" = $13, "rescoped" = $14
;;
-- 1043,20,20
select distinct on ("desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name") "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision", "desired_item"."presence", "desired_item"."payload", "desired_item"."sealed_payload" from "desired_item" where ("desired_item"."scope_type" = $1 and "desired_item"."scope_id" = $2 and "desired_item"."revision" <= $3) order by "desired_item"."scope_type", "desired_item"."scope_id", "desired_item"."kind", "desired_item"."type", "desired_item"."name", "desired_item"."revision" desc
;;
-- 1043,20,20,0,1043,20,20,0,0,0,0,0,0
WITH head AS (
  INSERT INTO desired_head (scope_type, scope_id, kind, revision)
  SELECT $1, $2, k, $3 FROM unnest(cast($4 as varchar[])::text[]) AS k
  ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision)
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, payload,
                          sealed_payload)
SELECT $5, $6, i.kind, i.type, i.name, $7, i.presence, i.payload, i.sealed
FROM unnest(cast($8 as varchar[])::text[], cast($9 as varchar[])::text[], cast($10 as varchar[])::text[], cast($11 as varchar[])::text[], cast($12 as varchar[])::text[], cast($13 as bytea[])::bytea[])
     AS i (kind, type, name, presence, payload, sealed)
;;
-- 1043,20,20,20
INSERT INTO desired_head (scope_type, scope_id, kind, revision, rescoped)
VALUES ($1, $2, 'platform', $3, $4)
ON CONFLICT (scope_type, scope_id, kind) DO UPDATE
SET revision = excluded.revision,
    rescoped = greatest(desired_head.rescoped, excluded.rescoped)
;;
-- 1043,23
update "subcloud" set "data_install" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "description" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "location" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "management_state" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "name" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "rehome_data" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud" set "software_version" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 1043,23
update "subcloud_group" set "description" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud_group"."id" = $2 returning "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at"
;;
-- 1043,23
update "subcloud_group" set "name" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud_group"."id" = $2 returning "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at"
;;
-- 1043,23,17,1043
insert into "sealed_key" ("purpose", "key_id", "sealed", "certificate") values ($1, $2, $3, $4) on conflict do nothing
;;
-- 1043,2950,20
SELECT 1 FROM lease
WHERE duty = $1 AND holder = $2 AND epoch = $3 AND expires_at > clock_timestamp()
FOR SHARE
;;
-- 1043,2950,20
UPDATE lease SET expires_at = clock_timestamp()
WHERE duty = $1 AND holder = $2 AND epoch = $3
;;
-- 1043,2950,20,20
INSERT INTO lease (duty, holder, epoch, expires_at)
VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
ON CONFLICT (duty) DO UPDATE
SET epoch = CASE
      WHEN lease.holder = excluded.holder AND lease.expires_at > clock_timestamp()
      THEN lease.epoch ELSE lease.epoch + 1 END,
    holder = excluded.holder,
    expires_at = clock_timestamp() + $4 * interval '1 millisecond'
WHERE lease.holder IS NOT DISTINCT FROM excluded.holder
   OR lease.expires_at <= clock_timestamp()
RETURNING epoch
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u0', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u1', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u10', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u100', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u101', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u102', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u103', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u104', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u105', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u106', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u107', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u108', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u109', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u11', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u110', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u111', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u112', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u113', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u114', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u115', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u116', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u117', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u118', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u119', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u12', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u120', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u121', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u122', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u123', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u124', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u125', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u126', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u127', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u128', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u129', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u13', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u130', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u131', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u132', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u133', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u134', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u135', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u136', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u137', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u138', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u139', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u14', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u140', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u141', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u142', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u143', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u144', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u145', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u146', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u147', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u148', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u149', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u15', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u150', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u151', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u152', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u153', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u154', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u155', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u156', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u157', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u158', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u159', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u16', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u160', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u161', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u162', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u163', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u164', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u165', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u166', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u167', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u168', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u169', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u17', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u170', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u171', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u172', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u173', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u174', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u175', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u176', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u177', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u178', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u179', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u18', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u180', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u181', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u182', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u183', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u184', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u185', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u186', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u187', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u188', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u189', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u19', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u190', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u191', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u192', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u193', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u194', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u195', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u196', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u197', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u198', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u199', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u2', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u20', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u200', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u201', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u202', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u203', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u204', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u205', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u206', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u207', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u208', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u209', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u21', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u210', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u211', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u212', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u213', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u214', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u215', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u216', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u217', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u218', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u219', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u22', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u220', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u221', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u222', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u223', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u224', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u225', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u226', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u227', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u228', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u229', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u23', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u230', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u231', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u232', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u233', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u234', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u235', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u236', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u237', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u238', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u239', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u24', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u240', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u241', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u242', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u243', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u244', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u245', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u246', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u247', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u248', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u249', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u25', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u250', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u251', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u252', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u253', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u254', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u255', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u256', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u257', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u258', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u259', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u26', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u260', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u261', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u262', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u263', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u264', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u265', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u266', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u267', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u268', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u269', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u27', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u270', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u271', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u272', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u273', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u274', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u275', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u276', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u277', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u278', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u279', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u28', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u280', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u281', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u282', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u283', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u284', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u285', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u286', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u287', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u288', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u289', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u29', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u290', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u291', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u292', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u293', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u294', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u295', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u296', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u297', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u298', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u299', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u3', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u30', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u300', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u301', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u302', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u303', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u304', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u305', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u306', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u307', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u308', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u309', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u31', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u310', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u311', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u312', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u313', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u314', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u315', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u316', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u317', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u318', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u319', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u32', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u320', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u321', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u322', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u323', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u324', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u325', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u326', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u327', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u328', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u329', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u33', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u330', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u331', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u332', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u333', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u334', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u335', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u336', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u337', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u338', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u339', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u34', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u340', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u341', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u342', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u343', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u344', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u345', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u346', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u347', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u348', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u349', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u35', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u350', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u351', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u352', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u353', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u354', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u355', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u356', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u357', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u358', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u359', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u36', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u360', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u361', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u362', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u363', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u364', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u365', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u366', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u367', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u368', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u369', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u37', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u370', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u371', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u372', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u373', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u374', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u375', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u376', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u377', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u378', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u379', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u38', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u380', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u381', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u382', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u383', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u384', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u385', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u386', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u387', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u388', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u389', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u39', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u390', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u391', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u392', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u393', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u394', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u395', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u396', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u397', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u398', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u399', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u4', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u40', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u400', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u401', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u402', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u403', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u404', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u405', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u406', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u407', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u408', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u409', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u41', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u410', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u411', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u412', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u413', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u414', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u415', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u416', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u417', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u418', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u419', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u42', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u420', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u421', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u422', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u423', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u424', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u425', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u426', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u427', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u428', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u429', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u43', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u430', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u431', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u432', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u433', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u434', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u435', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u436', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u437', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u438', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u439', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u44', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u440', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u441', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u442', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u443', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u444', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u445', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u446', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u447', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u448', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u449', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u45', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u450', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u451', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u452', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u46', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u47', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u48', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u49', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u5', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u50', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u51', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u52', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u53', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u54', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u55', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u56', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u57', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u58', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u59', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u6', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u60', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u61', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u62', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u63', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u64', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u65', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u66', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u67', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u68', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u69', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u7', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u70', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u71', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u72', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u73', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u74', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u75', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u76', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u77', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u78', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u79', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u8', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u80', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u81', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u82', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u83', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u84', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u85', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u86', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u87', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u88', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u89', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u9', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u90', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u91', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u92', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u93', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u94', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u95', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u96', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u97', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u98', 1, 'present', $1)
;;
-- 17
INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u99', 1, 'present', $1)
;;
-- 17
INSERT INTO operation (id, subcloud_id, generation, type, class, hub_epoch, deadline,
  asked_by, request_id, sealed_arguments)
VALUES (gen_random_uuid(), 1, 1, 'x', 'read', 1, clock_timestamp(), 'admin', 'req-1', $1)
;;
-- 17
INSERT INTO sealed_key (purpose, key_id, sealed) VALUES ('agent-ca', 1, $1)
;;
-- 17
INSERT INTO subcloud_document (subcloud_id, document, sealed) VALUES (1, 'install_values', $1)
;;
-- 17
delete from "identity_token" where "identity_token"."hash" = $1
;;
-- 17
select "enrolment_token"."token_hash", "enrolment_token"."subcloud_id", "enrolment_token"."expires_at", "enrolment_token"."key_hash", "enrolment_token"."enrolment_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1) order by "enrolment_token"."token_hash" for update
;;
-- 17
select "identity_token"."user_name", "identity_token"."project", "identity_token"."methods", "identity_token"."credential", "identity_token"."audit_id", "identity_token"."issued_at", "identity_token"."expires_at" from "identity_token" where "identity_token"."hash" = $1
;;
-- 17
select "subcloud"."id", "subcloud"."name" from "subcloud" where "subcloud"."id" in (select "enrolment_token"."subcloud_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1)) order by "subcloud"."id" for no key update
;;
-- 17,1043,1043,1043,17,1043,1043,1043
insert into "identity_token" ("hash", "user_name", "project", "methods", "credential", "audit_id", "issued_at", "expires_at") values ($1, $2, $3, $4, $5, $6, cast($7 as timestamp with time zone), cast($8 as timestamp with time zone))
;;
-- 17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17
select "enrolment_token"."token_hash", "enrolment_token"."subcloud_id", "enrolment_token"."expires_at", "enrolment_token"."key_hash", "enrolment_token"."enrolment_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) order by "enrolment_token"."token_hash" for update
;;
-- 17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17
select "subcloud"."id", "subcloud"."name" from "subcloud" where "subcloud"."id" in (select "enrolment_token"."subcloud_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)) order by "subcloud"."id" for no key update
;;
-- 17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17
select "enrolment_token"."token_hash", "enrolment_token"."subcloud_id", "enrolment_token"."expires_at", "enrolment_token"."key_hash", "enrolment_token"."enrolment_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64) order by "enrolment_token"."token_hash" for update
;;
-- 17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17,17
select "subcloud"."id", "subcloud"."name" from "subcloud" where "subcloud"."id" in (select "enrolment_token"."subcloud_id" from "enrolment_token" where "enrolment_token"."token_hash" in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64)) order by "subcloud"."id" for no key update
;;
-- 20
DELETE FROM alarm_record WHERE subcloud_id = $1
;;
-- 20
DELETE FROM node n
WHERE n.lease_until < clock_timestamp() - $1 * interval '1 millisecond'
  AND NOT EXISTS (SELECT 1 FROM agent_session s WHERE s.incarnation = n.incarnation)
;;
-- 20
DELETE FROM subcloud WHERE id = $1
;;
-- 20
SELECT * FROM agent_session WHERE subcloud_id = $1
;;
-- 20
SELECT availability || ': ' || availability_reason FROM agent_session WHERE subcloud_id = $1
;;
-- 20
SELECT availability_since FROM agent_session WHERE subcloud_id = $1
;;
-- 20
SELECT concat_ws(' ',first_identity_sync_complete) FROM subcloud WHERE id = $1
;;
-- 20
SELECT concat_ws(' ',software_version) FROM subcloud WHERE id = $1
;;
-- 20
SELECT concat_ws(' ',software_version, generation) FROM subcloud WHERE id = $1
;;
-- 20
SELECT count(*) FROM agent_certificate WHERE subcloud_id = $1
;;
-- 20
SELECT count(*) FROM change WHERE what = 'revocation' AND scope_id = $1
;;
-- 20
SELECT count(*) FROM enrolment WHERE state = 'active' AND subcloud_id = $1
;;
-- 20
SELECT deploy_status FROM subcloud WHERE id = $1
;;
-- 20
SELECT epoch || ' ' || coalesce(incarnation::text, 'null') || ' ' || availability || ' ' || availability_reason FROM agent_session WHERE subcloud_id = $1
;;
-- 20
SELECT i.*, c.fingerprint FROM desired_item i
JOIN desired_head h USING (scope_type, scope_id, kind, revision)
JOIN change x ON x.seq = i.revision AND x.scope_id = i.scope_id
 AND x.scope_type = i.scope_type AND x.what = 'desired'
JOIN site_certificate c ON c.subcloud_id = i.scope_id AND c.revision = i.revision
WHERE i.scope_type = 'subcloud' AND i.scope_id = $1
;;
-- 20
SELECT pg_advisory_xact_lock($1)
;;
-- 20
SELECT string_agg(what, ',') FROM change WHERE scope_id = $1
;;
-- 20
SELECT sync_status FROM subcloud_status WHERE subcloud_id = $1 AND endpoint_type = 'platform'
;;
-- 20
SELECT sync_status || ' ' || session_epoch || ' ' || reason FROM subcloud_status WHERE subcloud_id = $1
;;
-- 20
SELECT xmin::text FROM subcloud_status WHERE subcloud_id = $1 AND endpoint_type = 'platform'
;;
-- 20
UPDATE agent_session SET epoch = epoch + 1, incarnation = NULL WHERE subcloud_id = $1
;;
-- 20
UPDATE alarm_record a SET cleared_at = clock_timestamp()
 WHERE a.subcloud_id = $1 AND a.alarm_id = '280.002' AND a.cleared_at IS NULL
   AND NOT EXISTS (
       SELECT FROM subcloud_status t
        WHERE t.subcloud_id = a.subcloud_id AND t.endpoint_type = a.resource
          AND t.sync_status = 'out-of-sync')
;;
-- 20
UPDATE enrolment_token SET expires_at = created_at - interval '1 s' WHERE subcloud_id = $1
;;
-- 20
UPDATE subcloud SET hold = 'conflict' WHERE id = $1
;;
-- 20
UPDATE subcloud SET hold = NULL WHERE id = $1
;;
-- 20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $1 rows only
;;
-- 20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where "alarm_record"."cleared_at" is not null order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $1 rows only
;;
-- 20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where "alarm_record"."cleared_at" is null order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $1 rows only
;;
-- 20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" order by "audit_trail"."id" desc fetch next $1 rows only
;;
-- 20,1043
SELECT sync_status || ' ' || held_revision FROM subcloud_status WHERE subcloud_id = $1 AND endpoint_type = $2
;;
-- 20,1043,1043
select cast("change"."scope_id" as int) from "change" where ("change"."seq" > $1 and "change"."what" in ($2, $3))
;;
-- 20,1043,1043,20
select exists (select 1 from "change" where ("change"."seq" = $1 and "change"."what" = $2 and "change"."scope_type" = $3 and "change"."scope_id" = $4))
;;
-- 20,1043,20,1043
insert into "audit_reference" ("revision", "content") values ($1, $2) on conflict ("id") do update set "revision" = $3, "content" = $4, "changed_at" = clock_timestamp()
;;
-- 20,20
SELECT * FROM (
  SELECT 'hub' AS origin, alarm_id, entity_instance_id, severity, reason_text,
         raised_at AS since
    FROM alarm_record WHERE subcloud_id = $1 AND cleared_at IS NULL
  UNION ALL
  SELECT 'site', alarm_id, entity_instance_id, severity, reason_text, seen_at
    FROM site_alarm WHERE subcloud_id = $2) AS active
 ORDER BY origin, array_position(ARRAY['critical', 'major', 'minor', 'warning'], severity),
          alarm_id, entity_instance_id
;;
-- 20,20
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       s.availability, s.availability_reason
FROM agent_session s
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.subcloud_id > $1 AND s.subcloud_id <= $2
;;
-- 20,20
SELECT s.subcloud_id, s.hub_epoch, s.epoch, s.incarnation,
       t.endpoint_type, t.sync_status, t.wanted_revision, t.held_revision, t.reason,
       t.generation,
       (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
FROM agent_session s JOIN subcloud_status t USING (subcloud_id)
WHERE s.hub_epoch > 0 AND s.epoch > 0
AND s.subcloud_id > $1 AND s.subcloud_id <= $2
;;
-- 20,20
UPDATE subcloud SET group_id = $1 WHERE id = $2
;;
-- 20,20
select "audit_trail"."id", "audit_trail"."at", "audit_trail"."request_id", "audit_trail"."who", "audit_trail"."project", "audit_trail"."address", "audit_trail"."what", "audit_trail"."target", "audit_trail"."revision", "audit_trail"."before_digest", "audit_trail"."after_digest" from "audit_trail" where "audit_trail"."id" < $1 order by "audit_trail"."id" desc fetch next $2 rows only
;;
-- 20,20
select "change"."seq", "change"."what", "change"."scope_type", "change"."scope_id", "change"."at" from "change" where "change"."seq" between $1 and $2 order by "change"."seq"
;;
-- 20,20,20
INSERT INTO scope_history VALUES ($1, $2, $3)
;;
-- 20,23
SELECT h.seq AS hub_seq, h.epoch, h.lineage::text AS lineage,
       c.seq, c.what, c.scope_type, c.scope_id
FROM hub h LEFT JOIN change c ON c.seq > $1
ORDER BY c.seq LIMIT $2
;;
-- 20,23
SELECT max(subcloud_id)::bigint AS last, count(*) AS rows
FROM (SELECT subcloud_id FROM agent_session WHERE subcloud_id > $1
      ORDER BY subcloud_id LIMIT $2) AS next
;;
-- 20,23
update "alarm_summary" set "generation" = $1 where "alarm_summary"."subcloud_id" = $2
;;
-- 20,23
update "subcloud_status" set "generation" = $1 where "subcloud_status"."subcloud_id" = $2
;;
-- 23
INSERT INTO subcloud_status (subcloud_id, endpoint_type, sync_status) VALUES ($1, 'platform', 'in-sync')
;;
-- 23
SELECT 'desired/' || kind || '/' || type || '/' || name, 0, sealed_payload, scope_type, scope_id, kind, type, name, revision FROM desired_item WHERE sealed_payload IS NOT NULL  ORDER BY scope_type, scope_id, kind, type, name, revision LIMIT $1
;;
-- 23
SELECT 'operation-arguments', 1, sealed_arguments, id FROM operation WHERE sealed_arguments IS NOT NULL  ORDER BY id LIMIT $1
;;
-- 23
SELECT 'subcloud/' || document, subcloud_id, sealed, subcloud_id, document FROM subcloud_document WHERE sealed IS NOT NULL  ORDER BY subcloud_id, document LIMIT $1
;;
-- 23
SELECT o.id, o.subcloud_id, o.type, o.class, o.hub_epoch, o.journal_id, o.state,
       o.cancel_asked, o.percent, o.details, o.offered_hub_epoch, o.offered_session,
       o.sealed_arguments IS NOT NULL AS secret,
       greatest(0, extract(epoch FROM o.deadline - clock_timestamp()) * 1000)::bigint
         AS within_ms
  FROM operation o
 WHERE o.state IN ('created', 'offered', 'accepted') AND NOT o.cancel_asked
   AND o.deadline <= clock_timestamp()
 ORDER BY o.id LIMIT $1 FOR UPDATE SKIP LOCKED
;;
-- 23
SELECT pg_terminate_backend($1, 5000)
;;
-- 23
SELECT purpose, key_id, sealed, purpose, key_id FROM sealed_key WHERE sealed IS NOT NULL  ORDER BY purpose, key_id LIMIT $1
;;
-- 23
SELECT t.endpoint_type, t.sync_status, t.since, t.reason, t.wanted_revision,
       t.held_revision, t.confirmed_at, coalesce(w.revision, 0) AS newest,
       c.at AS newest_at
FROM subcloud_status t
JOIN subcloud s ON s.id = t.subcloud_id
LEFT JOIN LATERAL (
  SELECT max(h.revision) AS revision FROM desired_head h
  WHERE h.kind = t.endpoint_type
    AND (h.scope_type, h.scope_id)
        IN (('fleet', 0), ('group', s.group_id), ('subcloud', s.id))) w ON true
LEFT JOIN change c ON c.seq = w.revision
WHERE t.subcloud_id = $1
ORDER BY t.endpoint_type
;;
-- 23
delete from "subcloud" where "subcloud"."id" = $1
;;
-- 23
delete from "subcloud_group" where "subcloud_group"."id" = $1
;;
-- 23
delete from "sw_update_options" where "sw_update_options"."subcloud_id" = $1
;;
-- 23
insert into "agent_session" ("subcloud_id") values ($1)
;;
-- 23
insert into "alarm_summary" ("subcloud_id") values ($1)
;;
-- 23
select "alarm_summary"."oam_floating_ip", "alarm_summary"."configuration" from "alarm_summary" where "alarm_summary"."subcloud_id" = $1
;;
-- 23
select "hub"."epoch", "hub"."seq", (select count(*) from "subcloud"), (select coalesce(max("subcloud"."id"), $1) from "subcloud") from "hub"
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."id" = $1
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold", "agent_session"."availability", "agent_session"."hub_epoch", "agent_session"."epoch" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."id" = $1 for update of "subcloud", "agent_session"
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where "subcloud"."group_id" = $1 order by "subcloud"."id" for key share
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where "subcloud"."id" = $1 order by "subcloud"."id"
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."group_id" from "subcloud" where "subcloud"."id" = $1 order by "subcloud"."id" for key share
;;
-- 23
select "subcloud"."id", "subcloud"."name", "subcloud"."management_subnet", "subcloud"."management_start_ip", "subcloud"."management_end_ip" from "subcloud" where "subcloud"."id" in ($1)
;;
-- 23
select "subcloud_group"."id" from "subcloud_group" where "subcloud_group"."id" = $1
;;
-- 23
select "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at" from "subcloud_group" where "subcloud_group"."id" = $1
;;
-- 23
select "sw_update_options"."id", "sw_update_options"."subcloud_id", "sw_update_options"."storage_apply_type", "sw_update_options"."worker_apply_type", "sw_update_options"."max_parallel_workers", "sw_update_options"."alarm_restriction_type", "sw_update_options"."default_instance_action", "sw_update_options"."created_at", "sw_update_options"."updated_at" from "sw_update_options" where "sw_update_options"."subcloud_id" = $1
;;
-- 23
select count(*) from "subcloud" where "subcloud"."group_id" = $1
;;
-- 23
select row ("subcloud"."id", "subcloud"."name", "subcloud"."description", "subcloud"."location", "subcloud"."software_version", "subcloud"."management_state", "subcloud"."deploy_status", "subcloud"."backup_status", "subcloud"."backup_datetime", "subcloud"."prestage_status", "subcloud"."prestage_versions", "subcloud"."error_description", "subcloud"."region_name", "subcloud"."data_install", "subcloud"."data_upgrade", "subcloud"."management_subnet", "subcloud"."management_gateway_ip", "subcloud"."management_start_ip", "subcloud"."management_end_ip", "subcloud"."systemcontroller_gateway_ip", "subcloud"."external_oam_subnet_ip_family", "subcloud"."openstack_installed", "subcloud"."first_identity_sync_complete", "subcloud"."group_id", "subcloud"."peer_group_id", "subcloud"."rehome_data", "subcloud"."rehomed", "subcloud"."created_at", "subcloud"."updated_at", "subcloud"."generation", "subcloud"."hold") as "subcloud", row ("agent_session"."subcloud_id", "agent_session"."hub_epoch", "agent_session"."epoch", "agent_session"."incarnation", "agent_session"."enrolment_id", "agent_session"."serial", "agent_session"."journal_id", "agent_session"."dial", "agent_session"."agent_version", "agent_session"."connected_at", "agent_session"."ended_at", "agent_session"."availability", "agent_session"."availability_since", "agent_session"."availability_reason") as "agent_session", clock_timestamp() as "read_at" from "subcloud" join "agent_session" on "agent_session"."subcloud_id" = "subcloud"."id" where "subcloud"."id" = $1
;;
-- 23
update "alarm_summary" set "critical_alarms" = default, "major_alarms" = default, "minor_alarms" = default, "warnings" = default, "cloud_status" = default, "configuration" = default, "reason" = default where "alarm_summary"."subcloud_id" = $1
;;
-- 23,1043
select "enrolment"."id", "enrolment"."created_at" from "enrolment" where ("enrolment"."subcloud_id" = $1 and "enrolment"."state" = $2)
;;
-- 23,1043
select "subcloud_status"."sync_status" from "subcloud_status" where ("subcloud_status"."subcloud_id" = $1 and "subcloud_status"."endpoint_type" = $2)
;;
-- 23,1043,1043
select exists (select 1 from "subcloud" where (not ("subcloud"."id" = $1) and ("subcloud"."name" = $2 or "subcloud"."region_name" = $3)))
;;
-- 23,1043,1043,1043
insert into "subcloud_group" ("max_parallel_subclouds", "description", "update_apply_type", "name") values ($1, $2, $3, $4) returning "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at"
;;
-- 23,1043,1043,20
select "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource", "alarm_record"."uuid", "subcloud"."name", "alarm_record"."severity", "alarm_record"."entity_instance_id", "alarm_record"."reason_text", "alarm_record"."raised_at", "alarm_record"."cleared_at" from "alarm_record" join "subcloud" on "subcloud"."id" = "alarm_record"."subcloud_id" where ("alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource") > ($1, $2, $3) order by "alarm_record"."subcloud_id", "alarm_record"."alarm_id", "alarm_record"."resource" fetch next $4 rows only
;;
-- 23,1043,1043,23,1043,1043,1043,1043,23,1043,1043
insert into "sw_update_options" ("subcloud_id", "storage_apply_type", "worker_apply_type", "max_parallel_workers", "alarm_restriction_type", "default_instance_action") values ($1, $2, $3, $4, $5, $6) on conflict ("subcloud_id") do update set "storage_apply_type" = $7, "worker_apply_type" = $8, "max_parallel_workers" = $9, "alarm_restriction_type" = $10, "default_instance_action" = $11, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' returning "sw_update_options"."id", "sw_update_options"."subcloud_id", "sw_update_options"."storage_apply_type", "sw_update_options"."worker_apply_type", "sw_update_options"."max_parallel_workers", "sw_update_options"."alarm_restriction_type", "sw_update_options"."default_instance_action", "sw_update_options"."created_at", "sw_update_options"."updated_at"
;;
-- 23,1043,17
INSERT INTO subcloud_document (subcloud_id, document, sealed) VALUES ($1, $2, $3)
ON CONFLICT (subcloud_id, document)
DO UPDATE SET sealed = excluded.sealed, stored_at = clock_timestamp()
;;
-- 23,1043,23,1043,23,1043,23,1043,23,1043,23,1043,23,1043
insert into "subcloud_status" ("subcloud_id", "endpoint_type") values ($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), ($13, $14)
;;
-- 23,20
select "agent_certificate"."serial", "agent_certificate"."enrolment_id", "agent_certificate"."not_after", "agent_certificate"."revoked_at", "agent_certificate"."revoked_why" from "agent_certificate" where "agent_certificate"."subcloud_id" = $1 order by "agent_certificate"."not_after" desc, "agent_certificate"."serial" fetch next $2 rows only
;;
-- 23,20,2950,1043
insert into "agent_session" ("subcloud_id", "epoch", "incarnation", "availability") values ($1, $2, cast($3 as uuid), $4)
;;
-- 23,23
select "subcloud"."id", "subcloud"."name", "subcloud"."management_subnet", "subcloud"."management_start_ip", "subcloud"."management_end_ip" from "subcloud" where "subcloud"."id" in ($1, $2)
;;
-- 23,23
update "subcloud" set "generation" = ("subcloud"."generation" + $1) where "subcloud"."id" = $2 returning "subcloud"."generation"
;;
-- 23,23
update "subcloud" set "group_id" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud"."id" = $2
;;
-- 23,23
update "subcloud_group" set "max_parallel_subclouds" = $1, "updated_at" = clock_timestamp() AT TIME ZONE 'UTC' where "subcloud_group"."id" = $2 returning "subcloud_group"."id", "subcloud_group"."name", "subcloud_group"."description", "subcloud_group"."update_apply_type", "subcloud_group"."max_parallel_subclouds", "subcloud_group"."created_at", "subcloud_group"."updated_at"
;;
-- 23,23,0,0,0,0,0,0,23
SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
       o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
       (extract(epoch FROM clock_timestamp()
          - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
       o.asked_by, o.request_id, s.hold, coalesce(a.availability = 'online', false) AS connected
  FROM operation o
  JOIN subcloud s ON s.id = o.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
 WHERE ($1::integer IS NULL OR o.subcloud_id = $2::integer)
   AND ($3::text IS NULL OR o.state = $4::text)
   AND ($5::text IS NULL OR o.type = $6::text)
   AND ($7::bigint IS NULL OR o.serial < $8::bigint)
 ORDER BY o.serial DESC LIMIT $9
;;
-- 23,23,0,0,1043,1043,0,0,23
SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
       o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
       (extract(epoch FROM clock_timestamp()
          - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
       o.asked_by, o.request_id, s.hold, coalesce(a.availability = 'online', false) AS connected
  FROM operation o
  JOIN subcloud s ON s.id = o.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
 WHERE ($1::integer IS NULL OR o.subcloud_id = $2::integer)
   AND ($3::text IS NULL OR o.state = $4::text)
   AND ($5::text IS NULL OR o.type = $6::text)
   AND ($7::bigint IS NULL OR o.serial < $8::bigint)
 ORDER BY o.serial DESC LIMIT $9
;;
-- 23,23,1043,0,0
WITH taken AS (UPDATE hub SET seq = seq + $1 RETURNING seq)
INSERT INTO change (seq, what, scope_type, scope_id)
SELECT taken.seq - $2 + scope.nth, $3, scope.type, scope.id
FROM taken, unnest(cast($4 as varchar[])::text[], cast($5 as bigint[])::bigint[]) WITH ORDINALITY AS scope (type, id, nth)
;;
-- 23,23,20,20
insert into "scope_history" ("subcloud_id", "group_id", "until_seq") values ($1, $2, $3) on conflict ("subcloud_id", "group_id") do update set "until_seq" = $4
;;
-- 23,23,23
select "subcloud"."id", "subcloud"."name", "subcloud"."management_subnet", "subcloud"."management_start_ip", "subcloud"."management_end_ip" from "subcloud" where "subcloud"."id" in ($1, $2, $3)
;;
-- 2950
SELECT * FROM operation WHERE id = $1
;;
-- 2950
SELECT 1 FROM node WHERE incarnation = $1 AND lease_until <= clock_timestamp() FOR UPDATE
;;
-- 2950
SELECT o.id, o.serial, o.subcloud_id, s.name, o.type, o.class, o.state, o.percent, o.details,
       o.cancel_asked, o.result, o.deadline, o.created_at, o.offered_at, o.settled_at,
       (extract(epoch FROM clock_timestamp()
          - coalesce(o.settled_at, o.offered_at, o.created_at)) * 1000)::bigint AS age_ms,
       o.asked_by, o.request_id, s.hold, coalesce(a.availability = 'online', false) AS connected
  FROM operation o
  JOIN subcloud s ON s.id = o.subcloud_id
  LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
 WHERE o.id = $1::uuid
;;
-- 2950
SELECT subcloud_id, hub_epoch, epoch FROM agent_session WHERE incarnation = $1
;;
-- 2950
UPDATE agent_session SET ended_at = clock_timestamp()
 WHERE incarnation = $1 AND ended_at IS NULL
;;
-- 2950
UPDATE enrolment SET state = 'revoked', revoked_at = now() WHERE id = $1
;;
-- 2950
UPDATE node SET lease_until = clock_timestamp() WHERE incarnation = $1
;;
-- 2950,0,0,0,0,0,0,0,0
UPDATE agent_session a
   SET hub_epoch = h.epoch, epoch = a.epoch + 1, incarnation = $1, enrolment_id = u.enrolment,
       serial = u.serial, journal_id = u.journal, dial = u.dial,
       agent_version = u.agent_version, connected_at = clock_timestamp(), ended_at = NULL,
       availability_since = CASE WHEN a.availability = u.availability
                                 THEN a.availability_since ELSE clock_timestamp() END,
       availability = u.availability, availability_reason = u.reason
  FROM unnest(cast($2 as int[]), cast($3 as uuid[]), cast($4 as varchar[]), cast($5 as uuid[]), cast($6 as bigint[]), cast($7 as varchar[]), cast($8 as varchar[]), cast($9 as varchar[]))
         AS u(subcloud_id, enrolment, serial, journal, dial, agent_version, availability, reason)
  CROSS JOIN hub h
 WHERE a.subcloud_id = u.subcloud_id
RETURNING a.subcloud_id, a.hub_epoch, a.epoch
;;
-- 2950,1043
UPDATE lease SET holder = $1, epoch = epoch + 1 WHERE duty = $2
;;
-- 2950,1043,1043,20,20
INSERT INTO node (incarnation, name, address, lease_until)
VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
ON CONFLICT (incarnation) DO UPDATE
SET lease_until = clock_timestamp() + $5 * interval '1 millisecond'
;;
