package io.murmuration.central.deployfile;

import java.util.List;

/** A form that was found good. */
record Upload(String release, List<DeployFile> files) {
  Upload {
    files = List.copyOf(files);
  }
}
