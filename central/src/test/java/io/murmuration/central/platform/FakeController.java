package io.murmuration.central.platform;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A system controller's sysinv as fields; empty ones are not found out. */
final class FakeController implements ControllerPlatform {
  static final String HASH = "$6$sentinel-hash";
  static final String KEY = "c2VudGluZWwta2V5";

  Optional<List<Certificate>> certificates = Optional.of(List.of());
  Optional<Sysadmin> sysadmin = Optional.of(new Sysadmin(HASH, 45, "sig", OptionalLong.of(20_500)));
  Optional<SortedMap<Long, String>> fernetKeys = keys(0, 1, 2);

  static Optional<SortedMap<Long, String>> keys(long... ids) {
    var keys = new TreeMap<Long, String>();
    for (long id : ids) {
      keys.put(id, KEY + id);
    }
    return Optional.of(keys);
  }

  @Override
  public Optional<List<Certificate>> certificates() {
    return certificates;
  }

  @Override
  public Optional<Sysadmin> sysadmin() {
    return sysadmin;
  }

  @Override
  public Optional<SortedMap<Long, String>> fernetKeys() {
    return fernetKeys;
  }
}
