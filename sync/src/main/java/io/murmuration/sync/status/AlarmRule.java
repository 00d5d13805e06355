package io.murmuration.sync.status;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.util.List;

/**
 * Which differences nobody is called for (contract, alarm 280.002): fernet keys that are still on
 * their way. They come by rotation, to all sites at once, and wait for identities; an alarm for
 * each site would say nothing. A difference in which something failed or was refused is alarmed.
 */
public final class AlarmRule {
  private static final String FERNET = "fernet-repo";

  private AlarmRule() {}

  /**
   * @param waiting the items that could not be taken now; empty: not known which
   */
  public static boolean isQuiet(Kind kind, List<ItemKey> waiting) {
    return kind == Kind.PLATFORM
        && !waiting.isEmpty()
        && waiting.stream().allMatch(key -> key.type().equals(FERNET));
  }
}
