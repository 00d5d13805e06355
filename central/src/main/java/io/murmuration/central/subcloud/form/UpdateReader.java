package io.murmuration.central.subcloud.form;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.subcloud.bootstrap.NetworkChange;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.install.InstallRules;
import io.murmuration.central.subcloud.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the form of an update and finds everything that is wrong with it as such. */
public final class UpdateReader {
  /** Any of them switches to network reconfiguration. */
  public static final List<String> NETWORK_FIELDS =
      List.of(NetworkChange.SUBNET, NetworkChange.GATEWAY, NetworkChange.START, NetworkChange.END);

  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");
  private static final int LONGEST_TEXT = 255;

  /** Lower-case labels, joined by dots. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final Pattern RELEASE = Pattern.compile("[0-9]{2}\\.[0-9]{2}");

  private final Multipart form;
  private final List<Problem> problems = new ArrayList<>();

  private UpdateReader(Multipart form) {
    this.form = form;
  }

  /** True if the form asks for managing or unmanaging: that decides which roles may send it. */
  public static boolean asksForManagement(Multipart form) {
    return form.field(UpdateForm.MANAGEMENT_STATE).filter(state -> !state.isEmpty()).isPresent();
  }

  /**
   * @throws RefusedException 400 with all mistakes
   */
  public static UpdateForm read(Multipart form) {
    return new UpdateReader(form).read();
  }

  private UpdateForm read() {
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
            release(),
            form.field("peer_group").orElse(null),
            network(),
            new UpdateForm.Documents(
                document(InstallRules.PART),
                document(OrderForm.BOOTSTRAP),
                bootstrapAddress(),
                form.field("bmc_password"),
                form.field("sysadmin_password")));
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return result;
  }

  private @Nullable Boolean manage() {
    var state = form.field(UpdateForm.MANAGEMENT_STATE).orElse("");
    return switch (state) {
      case "" -> null;
      case "managed" -> true;
      case "unmanaged" -> false;
      default -> {
        problems.add(new Problem(UpdateForm.MANAGEMENT_STATE, state, "managed or unmanaged"));
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

  private @Nullable String release() {
    var release = form.field("release").orElse(null);
    if (release != null && !RELEASE.matcher(release).matches()) {
      problems.add(new Problem("release", release, "two digits, a dot and two digits"));
    }
    return release;
  }

  private Map<String, String> network() {
    Map<String, String> network = new TreeMap<>();
    for (var key : NETWORK_FIELDS) {
      form.field(key).ifPresent(value -> network.put(key, value));
    }
    return network;
  }

  /** A file, or the same as plain text: here the contract's clients send either. */
  private Optional<SiteValues> document(String part) {
    var values =
        form.file(part)
            .map(file -> SiteValues.read(part, file.content()))
            .or(() -> form.field(part).map(text -> SiteValues.read(part, text)));
    values.ifPresent(document -> problems.addAll(document.problems()));
    return values;
  }

  private Optional<String> bootstrapAddress() {
    var address = form.field("bootstrap_address").map(String::strip);
    address
        .filter(text -> IpAddress.parse(text).isEmpty())
        .ifPresent(text -> problems.add(new Problem("bootstrap_address", text, "an IP address")));
    return address;
  }
}
