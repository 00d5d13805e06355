package io.murmuration.central.options;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the JSON of options: all five keys must be there, others are ignored (contract,
 * sw-update-options: POST body). Values are those that the contract's client offers; the bounds of
 * a subcloud's own orchestrator are not tested here. Pure.
 */
final class OptionsForm {
  private static final List<String> APPLY_TYPES = List.of("parallel", "serial");
  private static final List<String> ALARM_RESTRICTIONS = List.of("strict", "relaxed");
  private static final List<String> INSTANCE_ACTIONS = List.of("stop-start", "migrate");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,4}");
  private static final int MOST_WORKERS = 1_000;

  private final JsonNode json;
  private final List<Problem> problems = new ArrayList<>();

  private OptionsForm(JsonNode json) {
    this.json = json;
  }

  /**
   * What the contract tests before it looks for the subcloud.
   *
   * @throws RefusedException 400 if there is nothing in the body
   */
  static void requireSomething(JsonNode json) {
    if (!json.isObject() || json.isEmpty()) {
      throw new RefusedException(
          new ApiError.Invalid(
              List.of(new Problem("body", json.toString(), "a JSON object with the options"))));
    }
  }

  /**
   * @throws RefusedException 400 with every mistake
   */
  static OptionValues read(JsonNode json) {
    var form = new OptionsForm(json);
    var values =
        new OptionValues(
            form.oneOf("storage-apply-type", APPLY_TYPES),
            form.oneOf("worker-apply-type", APPLY_TYPES),
            form.workers("max-parallel-workers"),
            form.oneOf("alarm-restriction-type", ALARM_RESTRICTIONS),
            form.oneOf("default-instance-action", INSTANCE_ACTIONS));
    if (!form.problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(form.problems));
    }
    return values;
  }

  private String oneOf(String key, List<String> allowed) {
    var value = json.path(key);
    if (!value.isTextual() || !allowed.contains(value.textValue())) {
      problems.add(new Problem(key, given(value), String.join(" or ", allowed)));
    }
    return value.asText();
  }

  /** A number, or digits as text: the contract keeps either. */
  private int workers(String key) {
    var value = json.path(key);
    boolean written = value.isIntegralNumber() || value.isTextual();
    if (written && DIGITS.matcher(value.asText()).matches()) {
      int workers = Integer.parseInt(value.asText());
      if (workers >= 1 && workers <= MOST_WORKERS) {
        return workers;
      }
    }
    problems.add(new Problem(key, given(value), "an integer from 1 to " + MOST_WORKERS));
    return 0;
  }

  private static String given(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }
}
