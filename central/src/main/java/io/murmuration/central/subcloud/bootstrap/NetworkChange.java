package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rules of a new management network for a subcloud that runs already. How many nodes it has is
 * not known here, so the sizes of several count; its own present range counts as taken (contract,
 * quirk Q26).
 */
public final class NetworkChange {
  public static final String SUBNET = "management_subnet";
  public static final String GATEWAY = "management_gateway_ip";
  public static final String START = "management_start_ip";
  public static final String END = "management_end_ip";

  private NetworkChange() {}

  /** All mistakes in the four values, which must be there. */
  public static List<Problem> check(Map<String, String> form, Neighbours neighbours) {
    var values = SiteValues.empty().under(form);
    List<Problem> problems = new ArrayList<>();
    new ReachNetwork(Sizes.MORE_NODES, neighbours, problems)
        .check(
            new NetworkFields(
                values.field(SUBNET),
                values.field(START),
                values.field(END),
                values.field(GATEWAY)));
    return problems;
  }

  /** True unless the system controller is known to have no network of the gateway's family. */
  public static boolean isReachable(String gateways, SystemController controller) {
    return controller.managementPools().isEmpty()
        || IpAddress.parse(gateways.split(",", -1)[0].strip())
            .map(IpAddress::family)
            .map(controller::hasFamily)
            .orElse(true); // what is no address is told by the rules of the network
  }
}
