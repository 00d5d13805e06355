package io.murmuration.central.external.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param url of the API server, without path
 * @param authority PEM certificates that it is verified with
 * @param token file of the service account's token; read for each call, since it is renewed
 * @param timeout for one answer, its body included
 */
public record KubernetesSettings(URI url, Path authority, Path token, Duration timeout) {}
