package io.murmuration.central.yaml;

/**
 * Something that makes a text no document, or not one document with one meaning.
 *
 * @param path to the value, e.g. {@code items[2].name}; empty for the document itself
 * @param given what is there; never the value of a scalar, which may be a secret
 */
public record YamlMistake(String path, String given, String expected, Place place) {}
