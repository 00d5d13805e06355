package io.murmuration.central.release.registry;

import io.murmuration.central.release.vault.Content;

/**
 * @param name base name, as the site's USM shall see it
 */
public record ReleaseFile(String name, Content content) {}
