package io.murmuration.central.deployfile;

/**
 * What one file may be at most.
 *
 * @param mostBytes unpacked, all its entries together
 * @param mostEntries of an archive, directories included
 */
public record DeployFileLimits(int mostBytes, int mostEntries) {}
