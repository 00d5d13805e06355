package io.murmuration.central.subcloud;

import io.murmuration.schema.tx.Tx;
import java.util.List;

/** What the hub holds of the files that a deploy configuration needs. */
@FunctionalInterface
public interface DeployFiles {
  /** The options of which a release has no file, e.g. {@code deploy_chart}; empty if none lacks. */
  List<String> missing(Tx tx, String release);
}
