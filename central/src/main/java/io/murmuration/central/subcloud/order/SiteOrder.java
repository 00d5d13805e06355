package io.murmuration.central.subcloud.order;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.List;
import java.util.Optional;

/**
 * Everything that somebody sent to add a subcloud.
 *
 * @param values the bootstrap values under the form's fields: one namespace
 * @param problems parts that are not what they must be, e.g. a field instead of a file
 */
public record SiteOrder(
    Road road,
    SiteValues values,
    Optional<SiteValues> install,
    Optional<Attachment> deployConfig,
    Optional<Attachment> cloudInit,
    List<Problem> problems) {
  public SiteOrder {
    problems = List.copyOf(problems);
  }

  public Flags flags() {
    return Flags.of(values);
  }

  public Optional<String> name() {
    return values.text("name");
  }

  public Optional<String> release() {
    return values.text("release");
  }

  public Optional<String> group() {
    return values.text("group_id");
  }

  public Optional<String> regionName() {
    return values.text("region_name");
  }

  Optional<String> bootstrapAddress() {
    return values.text("bootstrap-address");
  }
}
