package io.murmuration.it.fault.world;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a cluster is made of.
 *
 * @param dir database, logs, data of the nodes
 * @param journals the agents' files; thousands of sites are thousands of disks, so they may lie in
 *     memory
 * @param agents in all
 * @param farms processes that they are spread over
 * @param nodeJvm flags of the nodes
 * @param farmJvm flags of the farms
 * @param settings of every node, as environment
 */
public record WorldOptions(
    Path dir,
    Path journals,
    int nodes,
    int agents,
    int farms,
    List<String> nodeJvm,
    List<String> farmJvm,
    Map<String, String> settings) {
  public WorldOptions {
    nodeJvm = List.copyOf(nodeJvm);
    farmJvm = List.copyOf(farmJvm);
    settings = Map.copyOf(settings);
    if (nodes < 2 || agents < farms || farms < 1) {
      throw new IllegalArgumentException(
          "nodes: %d, agents: %d, farms: %d (expected: >= 2, >= farms, >= 1)"
              .formatted(nodes, agents, farms));
    }
  }
}
