package io.murmuration.central.release.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.release.signature.Signers;
import io.murmuration.central.release.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code /v1.0/releases}: what is kept for the sites. */
public final class ReleaseRoutes implements Feature {
  static final String ALL = "/v1.0/releases";
  public static final String ONE = ALL + "/:release";
  private static final String JSON = "application/json";

  /** Of an order to take a release over. */
  private static final int MOST_JSON = 64 * 1024;

  private final ReleaseService service;
  private final Vault vault;
  private final Examination examination;
  private final Optional<TakeOver> takeOver;

  /**
   * @param signers who may sign; none: the digest that comes with each file has to do
   * @param usmVault empty: USM's vault is not within reach
   */
  public ReleaseRoutes(
      ReleaseService service, Vault vault, Signers signers, Optional<Path> usmVault) {
    this.service = service;
    this.vault = vault;
    this.examination = new Examination(signers);
    this.takeOver = usmVault.map(source -> new TakeOver(source, vault, signers));
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ALL, Access.READ, _ -> list())
        .onStream(HttpMethod.POST, ALL, Access.ADMIN_CFG, this::register)
        .on(HttpMethod.GET, ONE, Access.READ, request -> Answer.ok(show(request)))
        .on(HttpMethod.DELETE, ONE, Access.ADMIN_CFG, this::delete);
  }

  private Answer list() {
    var json = JsonNodeFactory.instance.objectNode();
    var releases = json.putArray("releases");
    service.list().forEach(release -> releases.add(ReleaseJson.of(release)));
    return Answer.ok(json);
  }

  private Object show(Request request) {
    return ReleaseJson.of(service.get(request.param("release")));
  }

  private Answer register(Request request) {
    try (var files = new ReceivedFiles()) {
      var said =
          request.contentType().equals(JSON)
              ? takeOver
                  .orElseThrow(ReleaseRoutes::nothingToTakeOver)
                  .copy(body(request).json(), files)
              : ReleaseForm.read(request.body().contentType(), request.stream(), vault, files);
      var release = examination.examine(files, said);
      return Answer.ok(ReleaseJson.of(service.register(request, release, files)));
    }
  }

  private static Body body(Request request) {
    try {
      var bytes = request.stream().readNBytes(MOST_JSON + 1);
      if (bytes.length > MOST_JSON) {
        throw new RefusedException(
            new ApiError.TooLarge(
                "body: more than that (expected: at most " + MOST_JSON + " bytes)"));
      }
      return new Body(JSON, bytes);
    } catch (IOException e) {
      throw new RefusedException(
          new ApiError.Invalid(
              List.of(new Problem("body", "broke off: " + e.getMessage(), "all of it"))));
    }
  }

  private static RefusedException nothingToTakeOver() {
    return new RefusedException(
        new ApiError.Unprocessable(
            "This node has no release-vault.usm-directory to take releases over from; send the files."));
  }

  private Answer delete(Request request) {
    service.delete(request, request.param("release"));
    return Answer.ok(null);
  }
}
