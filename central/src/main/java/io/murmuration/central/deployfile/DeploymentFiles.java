package io.murmuration.central.deployfile;

import io.murmuration.schema.tx.Tx;
import java.util.List;
import java.util.stream.Stream;

/** What other features may ask about the files of a release. Stateless. */
public final class DeploymentFiles {
  private DeploymentFiles() {}

  /**
   * Which of the files that a deploy configuration cannot do without are not there (contract,
   * {@code deploy_config}).
   *
   * @return names as in the contract, e.g. {@code deploy_chart}; empty if none lacks
   */
  public static List<String> missing(Tx tx, String release) {
    var there = new DeployFileRepository().list(tx, release);
    return Stream.of(DeployOption.PLAYBOOK, DeployOption.CHART)
        .filter(option -> !there.containsKey(option))
        .map(DeployOption::wireName)
        .toList();
  }
}
