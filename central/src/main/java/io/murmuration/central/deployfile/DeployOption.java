package io.murmuration.central.deployfile;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The four files that a release can have, in the contract's order. */
enum DeployOption {
  PLAYBOOK("deploy_playbook"),
  OVERRIDES("deploy_overrides"),
  CHART("deploy_chart"),
  PRESTAGE_IMAGES("prestage_images");

  /** What a deployment needs; the rest is for prestaging. */
  static final Set<DeployOption> DEPLOYMENT_FILES =
      Set.copyOf(EnumSet.of(PLAYBOOK, OVERRIDES, CHART));

  private final String wireName;

  DeployOption(String wireName) {
    this.wireName = wireName;
  }

  /** In forms, in answers and in the database. */
  String wireName() {
    return wireName;
  }

  static Optional<DeployOption> fromWireName(String name) {
    for (var option : values()) {
      if (option.wireName.equals(name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
