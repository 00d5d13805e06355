package io.murmuration.agent.runtime;

/**
 * What an agent says of itself in Hello.
 *
 * @param bootId changes when the site's active controller boots
 * @param softwareVersion of the site
 * @param hosted it runs at the centre, not at the site
 */
public record AgentInfo(
    long subcloudId,
    String subcloudName,
    String version,
    String bootId,
    String softwareVersion,
    boolean hosted) {

  /** At the site. */
  public AgentInfo(
      long subcloudId, String subcloudName, String version, String bootId, String softwareVersion) {
    this(subcloudId, subcloudName, version, bootId, softwareVersion, false);
  }
}
