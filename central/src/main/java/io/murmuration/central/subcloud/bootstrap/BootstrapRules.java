package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.subcloud.bootstrap.ReachNetwork.Primary;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.document.SubcloudName;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks bootstrap values against the contract's rules and finds all mistakes in one pass, the one
 * that the contract would name first standing first.
 */
public final class BootstrapRules {
  private static final int LONGEST_TEXT = 255;
  private static final String STORABLE =
      "a text of at most " + LONGEST_TEXT + " characters without control characters";

  private final SystemController controller;

  public BootstrapRules(SystemController controller) {
    this.controller = controller;
  }

  /**
   * What was found.
   *
   * @param early mistakes that the contract reports before it looks whether the name is free; not
   *     what is wrong with the file as such
   * @param late mistakes that it reports afterwards
   * @param oamFamily of the primary OAM subnet; empty if that is wrong
   * @param plan null if there is any mistake, or no file
   */
  public record Findings(
      List<Problem> early,
      List<Problem> late,
      Optional<IpFamily> oamFamily,
      @Nullable SitePlan plan) {
    public Findings {
      early = List.copyOf(early);
      late = List.copyOf(late);
    }
  }

  public Findings check(SiteValues input, Neighbours neighbours) {
    if (!input.readable()) {
      return new Findings(List.of(), List.of(), Optional.empty(), null); // no key is "missing"
    }
    List<Problem> early = RequiredKeys.missingFrom(input);
    List<Problem> late = new ArrayList<>();
    checkName(input, late);
    checkTexts(input, late);
    var networks = new SiteNetworks(input, neighbours, late);
    var management = networks.reachableBy(Stack.MANAGEMENT);
    var used = Stack.ADMIN.isGiven(input) ? networks.reachableBy(Stack.ADMIN) : management;
    var controllerGateway = used.flatMap(u -> networks.systemControllerGateway(u, controller));
    var oam = networks.oam().map(IpNetwork::family);
    input.field("bootstrap-address").ifPresent(field -> new AddressLists(late).addresses(field));
    var plan =
        early.isEmpty() && late.isEmpty()
            ? plan(input, used.orElseThrow(), controllerGateway.orElseThrow(), oam.orElseThrow())
            : null;
    return new Findings(early, late, oam, plan);
  }

  /** All there, because nothing was wrong. */
  private static SitePlan plan(
      SiteValues input, Primary used, IpAddress controllerGateway, IpFamily oam) {
    return new SitePlan(
        input.text("name").orElseThrow(),
        input.text("description").orElse(null),
        input.text("location").orElse(null),
        used.subnet(),
        used.range(),
        used.gateway().orElseThrow(),
        controllerGateway,
        oam);
  }

  private void checkName(SiteValues input, List<Problem> problems) {
    var field = input.field("name");
    if (field.isEmpty()) {
      return;
    }
    String name = field.get().text();
    if (field.get().shape() != Field.Shape.TEXT || !SubcloudName.isReachable(name)) {
      problems.add(field.get().problem(SubcloudName.EXPECTED));
    } else if (controller.isCalled(name)) {
      problems.add(field.get().problem("a name that is not the system controller's own"));
    }
  }

  private static void checkTexts(SiteValues input, List<Problem> problems) {
    for (var key : List.of("system_mode", "description", "location")) {
      input
          .field(key)
          .filter(field ->
              field.shape() == Field.Shape.COLLECTION
                  || !StorableText.fits(field.text(), LONGEST_TEXT))
          .ifPresent(field -> problems.add(field.problem(STORABLE)));
    }
  }
}
