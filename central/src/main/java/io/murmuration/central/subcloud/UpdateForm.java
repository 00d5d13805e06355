package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.api.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of {@code PATCH /subclouds/{ref}}, each field checked by itself; null means not given.
 * Unknown parts are ignored, as the contract has it.
 *
 * @param manage true for managed, false for unmanaged
 * @param peerGroup what to join, or {@code none}
 * @param network the fields that ask for network reconfiguration, as sent
 * @param notServed parts of the contract that this hub has no engine for
 */
record UpdateForm(
    @Nullable Boolean manage,
    boolean force,
    boolean migrate,
    @Nullable String name,
    @Nullable String description,
    @Nullable String location,
    @Nullable ResourceRef group,
    @Nullable String release,
    @Nullable String peerGroup,
    Map<String, String> network,
    Set<String> notServed) {
  static final String MANAGEMENT_STATE = "management-state";

  /** Any of them switches to network reconfiguration. */
  static final List<String> NETWORK_FIELDS =
      List.of(
          "management_subnet", "management_gateway_ip", "management_start_ip", "management_end_ip");

  private static final List<String> NOT_SERVED =
      List.of("bootstrap_values", "bootstrap_address", "install_values");
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");
  private static final int LONGEST_TEXT = 255;

  /** Lower-case labels, joined by dots. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** True if the form asks for managing or unmanaging: that decides which roles may send it. */
  static boolean asksForManagement(Multipart form) {
    return form.field(MANAGEMENT_STATE).filter(state -> !state.isEmpty()).isPresent();
  }

  /**
   * @throws RefusedException 400 with all mistakes
   */
  static UpdateForm read(Multipart form) {
    return new Reader(form).read();
  }

  private static final class Reader {
    private final Multipart form;
    private final List<Problem> problems = new ArrayList<>();

    Reader(Multipart form) {
      this.form = form;
    }

    UpdateForm read() {
      var manage = manage();
      var result =
          new UpdateForm(
              manage,
              force(manage),
              form.field("migrate").filter("true"::equals).isPresent(),
              name(),
              text("description"),
              text("location"),
              form.field("group_id").map(ResourceRef::of).orElse(null),
              text("release"),
              form.field("peer_group").orElse(null),
              network(),
              notServed());
      if (!problems.isEmpty()) {
        throw new RefusedException(new ApiError.Invalid(problems));
      }
      return result;
    }

    private @Nullable Boolean manage() {
      var state = form.field(MANAGEMENT_STATE).orElse("");
      return switch (state) {
        case "" -> null;
        case "managed" -> true;
        case "unmanaged" -> false;
        default -> {
          problems.add(new Problem(MANAGEMENT_STATE, state, "managed or unmanaged"));
          yield null;
        }
      };
    }

    private boolean force(@Nullable Boolean manage) {
      var given = form.field("force");
      if (given.isEmpty()) {
        return false;
      }
      var lower = given.get().strip().toLowerCase(Locale.ROOT);
      if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
        problems.add(new Problem("force", given.get(), "true or false"));
      } else if (!Boolean.TRUE.equals(manage)) {
        problems.add(
            new Problem("force", given.get(), "only together with management-state=managed"));
      }
      return TRUE.contains(lower);
    }

    private @Nullable String name() {
      var name = form.field("name").orElse(null);
      if (name == null) {
        return null;
      }
      if (name.length() > LONGEST_TEXT
          || !NAME.matcher(name).matches()
          || name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        problems.add(
            new Problem(
                "name",
                name,
                "at most 255 characters: lower-case letters, digits and inner hyphens,"
                    + " in parts joined by dots, not only digits"));
      }
      return name;
    }

    private @Nullable String text(String key) {
      var text = form.field(key).orElse(null);
      if (text != null && !StorableText.fits(text, LONGEST_TEXT)) {
        problems.add(new Problem(key, text, "at most 255 characters without control characters"));
      }
      return text;
    }

    private Map<String, String> network() {
      Map<String, String> network = new TreeMap<>();
      for (var key : NETWORK_FIELDS) {
        form.field(key).ifPresent(value -> network.put(key, value));
      }
      return network;
    }

    private Set<String> notServed() {
      Set<String> found = new TreeSet<>();
      for (var key : NOT_SERVED) {
        if (form.field(key).isPresent() || form.file(key).isPresent()) {
          found.add(key);
        }
      }
      return found;
    }
  }
}
