package io.murmuration.central.options;

/**
 * The five options, as the contract writes them.
 *
 * @param maxParallelWorkers how many hosts of a subcloud are worked on at once; the subcloud's own
 *     orchestrator may allow fewer
 */
record OptionValues(
    String storageApplyType,
    String workerApplyType,
    int maxParallelWorkers,
    String alarmRestrictionType,
    String defaultInstanceAction) {
  /** What counts when the default row was deleted (contract, sw-update-options: defaults). */
  static final OptionValues CONSTANTS =
      new OptionValues("parallel", "parallel", 10, "relaxed", "migrate");
}
