package io.murmuration.agent.host;

import io.murmuration.agent.site.starlingx.StarlingXSettings;
import java.nio.file.Path;

/**
 * A site as its file describes it. Equal records mean that nothing changed.
 *
 * @param name of the subcloud; names the file and the directory of the agent
 * @param tokenFile one-time token; needed until the agent is enrolled
 */
public record HostedSite(String name, Path tokenFile, StarlingXSettings settings) {}
