package io.murmuration.central.release.vault;

/**
 * @param size in bytes
 */
public record Content(Sha256 sha256, long size) {}
