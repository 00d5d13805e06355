package io.murmuration.central.cluster;

import java.util.List;

/**
 * A subcloud and what decides its wanted sets.
 *
 * @param former groups it once was in, ascending
 * @param own what is declared for it alone
 */
record SubcloudScopes(SubcloudView view, List<Long> former, KindItems own) {
  SubcloudScopes {
    former = List.copyOf(former);
  }
}
