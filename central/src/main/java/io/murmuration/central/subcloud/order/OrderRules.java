package io.murmuration.central.subcloud.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.bootstrap.BootstrapRules;
import io.murmuration.central.subcloud.bootstrap.Neighbours;
import io.murmuration.central.subcloud.bootstrap.SitePlan;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.install.CloudInitRules;
import io.murmuration.central.subcloud.install.DeployConfigRules;
import io.murmuration.central.subcloud.install.InstallContext;
import io.murmuration.central.subcloud.install.InstallRules;
import io.murmuration.central.subcloud.install.StoredInstall;
import io.murmuration.central.subcloud.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges an order in the contract's order of checks and finds all mistakes of all its documents in
 * one pass. Whether name and region are free and the group exists, only the inventory knows: its
 * owner asks between {@link Findings#early} and {@link Findings#late}. Thread-safe.
 */
public final class OrderRules {
  private final SystemController controller;
  private final BootstrapRules bootstrap;

  public OrderRules(SystemController controller) {
    this.controller = controller;
    this.bootstrap = new BootstrapRules(controller);
  }

  /**
   * What was found.
   *
   * @param early mistakes that the contract reports before it looks whether the name is free
   * @param late mistakes that it reports afterwards
   * @param site null if there is any mistake
   * @param install complete install values, secrets included; null if there are none, or mistakes
   */
  public record Findings(
      List<Problem> early,
      List<Problem> late,
      @Nullable SitePlan site,
      @Nullable ObjectNode install) {
    public Findings {
      early = List.copyOf(early);
      late = List.copyOf(late);
    }

    /** Never the values. */
    @Override
    public String toString() {
      return "Findings" + early + late;
    }
  }

  /**
   * @param missingDeployFiles which deploy files a release lacks; asked only if they are needed
   */
  public Findings check(
      SiteOrder order, Neighbours neighbours, Function<String, List<String>> missingDeployFiles) {
    var release = release(order);
    List<Problem> early = FormRules.check(order, controller);
    var site = bootstrap.check(order.values(), neighbours);
    early.addAll(site.early());
    FormRules.release(order, controller).ifPresent(early::add);
    List<Problem> late = new ArrayList<>(site.late());
    var install = install(order, release, site.oamFamily(), late);
    order
        .deployConfig()
        .ifPresent(file ->
            late.addAll(
                DeployConfigRules.check(
                    file.fileName(), file.content(), release, missingDeployFiles.apply(release))));
    checkEnrolment(order, release, late);
    boolean good = early.isEmpty() && late.isEmpty();
    return new Findings(early, late, good ? site.plan() : null, good ? install : null);
  }

  /** The release that the subcloud gets. */
  public String release(SiteOrder order) {
    return order.release().orElse(controller.release());
  }

  private static @Nullable ObjectNode install(
      SiteOrder order, String release, Optional<IpFamily> oamFamily, List<Problem> problems) {
    if (order.install().isEmpty()) {
      return null;
    }
    var context =
        new InstallContext(
            release,
            order.flags().isOnSite(),
            order.values().text("bmc_password"),
            oamFamily,
            order.bootstrapAddress(),
            StoredInstall.NONE);
    var found = InstallRules.check(order.install().get(), context);
    problems.addAll(found.problems());
    return found.values();
  }

  private static void checkEnrolment(SiteOrder order, String release, List<Problem> problems) {
    var flags = order.flags();
    if (flags.isOnSite() && !flags.enrols()) {
      problems.add(order.values().problem(Flags.ON_SITE, "only together with enroll=true"));
    }
    if (flags.enrols() && order.install().isEmpty()) {
      problems.add(new Problem(InstallRules.PART, "nothing", "a file with enroll=true"));
    }
    order
        .cloudInit()
        .ifPresent(file ->
            problems.addAll(
                CloudInitRules.check(file.fileName(), file.content(), release, flags.enroll())));
  }
}
