package io.murmuration.central.subcloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What an operator can do about a failure; appended to error-description at reading time only. */
final class ErrorHints {
  private static final Pattern CODE = Pattern.compile("(?i)err_code\\s*=\\s*([a-z_]+)");

  private static final Map<String, String> BY_CODE =
      Map.of(
          "bmc_cred", "The BMC refused the login: check the BMC user and password.",
          "ping_bmc", "The BMC does not answer: check its address and the route to it.",
          "rvmc_process", "Virtual media could not be attached: look at the BMC's own log.",
          "rvmc_timeout", "The BMC took too long: see whether it is busy, then try again.",
          "dm_pod_failed", "The deployment manager's pod failed: look at its log at the site.",
          "dm_apply_failed", "The deploy configuration was not accepted: check the file.",
          "images_download_failure",
              "Images could not be fetched: check registry address, login and free space.",
          "failed_ssl_cert", "A certificate was refused: check its chain and the clocks.");

  private ErrorHints() {}

  static String describe(String error, String deployStatus) {
    List<String> lines = new ArrayList<>(List.of(error));
    var code = CODE.matcher(error);
    if (code.find()) {
      var hint = BY_CODE.get(code.group(1).toLowerCase(Locale.ROOT));
      if (hint != null) {
        lines.add(hint);
      }
    }
    if (deployStatus.equals(DeployStatus.CONFIG_FAILED)) {
      lines.add("Once the cause is gone, run: dcmanager subcloud deploy config");
    } else if (deployStatus.equals(DeployStatus.BOOTSTRAP_FAILED)) {
      lines.add("Once the cause is gone, run: dcmanager subcloud deploy resume");
    }
    return String.join("\n", lines);
  }
}
