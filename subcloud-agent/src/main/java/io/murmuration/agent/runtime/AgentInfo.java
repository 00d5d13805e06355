package io.murmuration.agent.runtime;

/**
 * What an agent says of itself in Hello.
 *
 * @param bootId changes when the site's active controller boots
 * @param softwareVersion of the site
 */
public record AgentInfo(
    long subcloudId, String subcloudName, String version, String bootId, String softwareVersion) {}
