package io.murmuration.central.deployfile;

import java.util.List;

/**
 * A file as it came, or a playbook with its roles.
 *
 * @param sentName the client's name for it, often a full path: for the answer only
 * @param baseName its last segment
 * @param entries one, or those of the archive; the playbook itself lies at the top, under the base
 *     name
 */
record DeployFile(DeployOption option, String sentName, String baseName, List<Entry> entries) {
  DeployFile {
    entries = List.copyOf(entries);
  }

  /**
   * A piece of content.
   *
   * @param path relative, with slashes, without a way out of its directory
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
  record Entry(String path, byte[] content) {
    @Override
    public String toString() {
      return "Entry[" + path + ", " + content.length + " bytes]";
    }
  }
}
