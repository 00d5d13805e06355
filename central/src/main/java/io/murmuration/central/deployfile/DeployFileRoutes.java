package io.murmuration.central.deployfile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.Commits;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.schema.tx.Transactions;
import java.util.Optional;

/**
 * {@code /v1.0/subcloud-deploy}. The release is the last segment of the path or, as the contract's
 * framework has it, a query parameter.
 */
public final class DeployFileRoutes implements Feature {
  private static final String ALL = "/v1.0/subcloud-deploy";
  private static final String ONE = ALL + "/:release";
  private static final String VERSION = "software_version";

  private final DeployFileLimits limits;
  private final DeployFileRules rules;
  private final DeployFileService service;

  public DeployFileRoutes(
      Transactions transactions,
      Commits commits,
      SystemController controller,
      DeployFileLimits limits) {
    this.limits = limits;
    this.rules = new DeployFileRules(controller, limits);
    this.service = new DeployFileService(transactions, commits, new DeployFileRepository());
  }

  @Override
  public void mount(ApiRouter router) {
    router
        // One file of the largest size, and the others as in any form.
        .onLarge(HttpMethod.POST, ALL, Access.ADMIN_CFG, limits.mostBytes(), this::upload)
        .on(HttpMethod.GET, ALL, Access.READ, request -> show(queried(request)))
        .on(HttpMethod.GET, ONE, Access.READ, request -> show(named(request)))
        .on(HttpMethod.DELETE, ALL, Access.ADMIN_CFG, request -> delete(request, queried(request)))
        .on(HttpMethod.DELETE, ONE, Access.ADMIN_CFG, request -> delete(request, named(request)));
  }

  /** Flat, with the names as they were sent (contract, subcloud-deploy). */
  private Answer upload(Request request) {
    var upload = service.upload(request, () -> rules.upload(request.multipart()));
    var json = JsonNodeFactory.instance.objectNode().put(VERSION, upload.release());
    upload.files().forEach(file -> json.put(file.option().wireName(), file.sentName()));
    return Answer.ok(json);
  }

  /** Wrapped, with base names, and null for what is not there. */
  private Answer show(Optional<String> given) {
    var release = rules.release(given);
    var stored = service.list(release);
    var json = JsonNodeFactory.instance.objectNode();
    var files = json.putObject("subcloud_deploy");
    for (var option : DeployOption.values()) {
      var file = stored.get(option);
      files.put(option.wireName(), file == null ? null : file.baseName());
    }
    files.put(VERSION, release);
    return Answer.ok(json);
  }

  private Answer delete(Request request, Optional<String> given) {
    var options =
        DeployFileRules.toDelete(
            isTrue(request, "deployment_files"), isTrue(request, "prestage_images"));
    service.delete(request, rules.release(given), options);
    return Answer.ok(null);
  }

  private static boolean isTrue(Request request, String query) {
    return request.query(query).filter("true"::equalsIgnoreCase).isPresent();
  }

  private static Optional<String> named(Request request) {
    return Optional.of(request.param("release"));
  }

  private static Optional<String> queried(Request request) {
    return request.query("release");
  }
}
