package io.murmuration.central.subcloud.form;

import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.install.CloudInitRules;
import io.murmuration.central.subcloud.install.DeployConfigRules;
import io.murmuration.central.subcloud.install.InstallRules;
import io.murmuration.central.subcloud.order.Attachment;
import io.murmuration.central.subcloud.order.Road;
import io.murmuration.central.subcloud.order.SiteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the form of the two calls that add a subcloud. */
public final class OrderForm {
  /** The part that carries the bootstrap values. */
  public static final String BOOTSTRAP = "bootstrap_values";

  private OrderForm() {}

  public static SiteOrder read(Multipart form, Road road) {
    List<Problem> problems = new ArrayList<>();
    for (var part :
        List.of(BOOTSTRAP, InstallRules.PART, DeployConfigRules.PART, CloudInitRules.PART)) {
      if (form.field(part).isPresent()) {
        problems.add(new Problem(part, "a plain field", "a file"));
      }
    }
    if (road == Road.CREATE && form.file(BOOTSTRAP).isEmpty()) {
      problems.add(new Problem(BOOTSTRAP, "nothing", BOOTSTRAP + " required"));
    }
    var values = values(form, BOOTSTRAP).orElseGet(SiteValues::empty).under(form.fields());
    return new SiteOrder(
        road,
        values,
        values(form, InstallRules.PART),
        attachment(form, DeployConfigRules.PART),
        attachment(form, CloudInitRules.PART),
        problems);
  }

  private static Optional<SiteValues> values(Multipart form, String part) {
    return form.file(part).map(file -> SiteValues.read(part, file.content()));
  }

  private static Optional<Attachment> attachment(Multipart form, String part) {
    return form.file(part).map(file -> new Attachment(file.fileName(), file.content()));
  }
}
