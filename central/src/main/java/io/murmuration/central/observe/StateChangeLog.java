package io.murmuration.central.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per change of state, fixed fields, no prose: {@code session sc-42 platform
 * PUSHING->IN_SYNC revision=r17 took=340ms}. Written from the transition itself, so that it can
 * neither be forgotten nor drift. Its logger is {@code murmuration.state}.
 */
public final class StateChangeLog {
  private static final Logger LOG = LoggerFactory.getLogger("murmuration.state");

  private final String machine;

  /**
   * @param machine first word of each line, e.g. {@code session}
   */
  public StateChangeLog(String machine) {
    this.machine = machine;
  }

  /**
   * @param who what changed, e.g. {@code sc-42 platform}
   * @param fields name, value, name, value, ...; no secrets
   */
  public void changed(Object who, Object from, Object to, Object... fields) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var line = new StringBuilder(machine);
    line.append(' ').append(who).append(' ').append(from).append("->").append(to);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      line.append(' ').append(fields[i]).append('=').append(fields[i + 1]);
    }
    LOG.info("{}", line);
  }
}
