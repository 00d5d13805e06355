package io.murmuration.agent.site.starlingx.client;

import java.net.URI;
import java.nio.file.Path;

/**
 * Whom the agent is at the site's Keystone. Holds no secret: the password stays in its file, which
 * is read for each new token, so that a new password needs no restart.
 *
 * @param keystone without path
 */
public record Credentials(
    URI keystone,
    String user,
    String userDomain,
    String project,
    String projectDomain,
    Path passwordFile) {}
