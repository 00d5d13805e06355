package io.murmuration.central.deployfile;

import java.util.SortedMap;

/**
 * What is stored of an option, without the contents.
 *
 * @param digests SHA-256 of each entry by its path, in hexadecimal
 */
record StoredFile(String baseName, SortedMap<String, String> digests) {}
