package io.murmuration.central.platform;

import io.murmuration.central.desired.SourceSnapshot;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gathers what the system controller says into a snapshot, type by type: a type that was not found
 * out as a whole is left out of it, so that nothing of it is taken for deleted. Used by one thread.
 */
final class PlatformItems {
  static final String SOURCE = "platform";
  private static final String CERTIFICATE = "certificate";
  private static final String SYSADMIN = "sysadmin";
  private static final String FERNET = "fernet-repo";

  /** Certificates of other modes belong to the system controller alone. */
  private static final Set<String> MODES = Set.of("ssl_ca", "openstack_ca");

  private final Set<String> types = new TreeSet<>();
  private final SortedMap<ItemKey, Payload> items = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param pemBySerial contents of certificates
   */
  void certificates(List<ControllerPlatform.Certificate> listed, Map<String, String> pemBySerial) {
    var found = new TreeMap<ItemKey, Payload>();
    var missing = new TreeSet<String>();
    for (var certificate : listed) {
      if (!MODES.contains(certificate.mode())) {
        continue;
      }
      pemBySerial.entrySet().stream()
          .filter(pem ->
              CaFiles.signature(certificate.mode(), pem.getKey()).equals(certificate.signature()))
          .findFirst()
          .ifPresentOrElse(
              pem ->
                  found.put(
                      new ItemKey(CERTIFICATE, certificate.signature()),
                      payload(Map.of("certificate", pem.getValue(), "mode", certificate.mode()))),
              () -> missing.add(certificate.signature()));
    }
    if (missing.isEmpty()) {
      types.add(CERTIFICATE);
      items.putAll(found);
    } else {
      problems.add(
          "no content found of certificates "
              + String.join(", ", missing)
              + " (expected: in the files of platform-source.ca-files); none is taken over");
    }
  }

  void sysadmin(ControllerPlatform.Sysadmin user) {
    var value = new TreeMap<String, Object>();
    value.put("passwd_hash", user.hash());
    value.put("passwd_expiry_days", user.expiryDays());
    if (!user.signature().isEmpty()) {
      value.put("root_sig", user.signature());
    }
    user.lastChange().ifPresent(day -> value.put("passwd_last_change", day));
    types.add(SYSADMIN);
    items.put(new ItemKey(SYSADMIN, "default"), payload(value));
  }

  void fernetKeys(SortedMap<Long, String> keys) {
    if (keys.isEmpty()) {
      problems.add("the system controller lists no fernet keys; those of the sites stay");
      return;
    }
    var rows = new ArrayList<Map<String, Object>>();
    keys.forEach((id, key) -> rows.add(Map.of("id", id, "key", key)));
    types.add(FERNET);
    items.put(new ItemKey(FERNET, "keys"), payload(Map.of("keys", rows)));
  }

  private static Payload payload(Map<String, ?> value) {
    try {
      return Payload.of(CanonicalJson.print(value));
    } catch (InvalidJsonException e) {
      throw new IllegalStateException("sysinv answers text that is no Unicode", e);
    }
  }

  SourceSnapshot snapshot() {
    return new SourceSnapshot(SOURCE, Scope.FLEET, Kind.PLATFORM, types, Set.of(), items);
  }

  /** In words for an operator, without secrets. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
