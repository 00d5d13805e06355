package io.murmuration.central.auth.builtin.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.auth.Roles;
import io.murmuration.central.auth.builtin.Ids;
import io.murmuration.central.auth.builtin.PasswordCheck;
import io.murmuration.central.auth.builtin.TokenInfo;
import io.murmuration.central.auth.builtin.Tokens;
import io.murmuration.central.auth.builtin.User;
import io.murmuration.central.auth.builtin.Users;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each request of the Identity API is answered: version discovery, log-in with a password or a
 * token, validation and revocation. Thread-safe; blocks for password checks and the database.
 */
public final class KeystoneApi {
  private static final Logger LOG = LoggerFactory.getLogger(KeystoneApi.class);
  private static final String SUBJECT = "X-Subject-Token";
  private static final Set<String> MAY_ASK_ABOUT_OTHERS = Set.of(Roles.ADMIN, "service");

  private final Users users;
  private final PasswordCheck passwords;
  private final Tokens tokens;
  private final Catalog catalog;
  private final Consumer<String> onRevoked;

  /**
   * @param onRevoked is told each token that was revoked here
   */
  KeystoneApi(
      Users users,
      PasswordCheck passwords,
      Tokens tokens,
      Catalog catalog,
      Consumer<String> onRevoked) {
    this.users = users;
    this.passwords = passwords;
    this.tokens = tokens;
    this.catalog = catalog;
    this.onRevoked = onRevoked;
  }

  KeystoneAnswer handle(KeystoneRequest request) throws InterruptedException {
    try {
      return route(request);
    } catch (Refusal no) {
      var answer = no.answer();
      return answer.status() == 401
          ? answer.with(
              "WWW-Authenticate",
              "Keystone uri=\"%s/v3\"".formatted(catalog.base(request.reached())))
          : answer;
    } catch (RefusedException no) {
      return KeystoneAnswer.no(no.error().status(), String.valueOf(no.error().detail()));
    }
  }

  private KeystoneAnswer route(KeystoneRequest request) throws InterruptedException {
    var base = catalog.base(request.reached());
    return switch (request.path()) {
      case "" -> get(request, Discovery.versions(base));
      case "/v3" -> get(request, Discovery.v3(base));
      case "/v3/auth/tokens" ->
          switch (request.method()) {
            case "POST" -> logIn(request);
            case "GET", "HEAD" -> show(request);
            case "DELETE" -> revoke(request);
            default -> throw wrongMethod();
          };
      case "/v3/auth/catalog" -> get(request, catalogOf(request));
      default -> throw new Refusal(404, "This service has nothing at " + request.path() + ".");
    };
  }

  private KeystoneAnswer logIn(KeystoneRequest request) throws InterruptedException {
    var document = AuthDocument.read(json(request));
    var issued =
        switch (document.proof()) {
          case AuthDocument.Proof.Password proof -> {
            var user = known(proof, request.address());
            yield tokens.issue(user, project(user, document.scope()));
          }
          case AuthDocument.Proof.Token(var token) -> {
            var former = tokens.find(token).orElseThrow(Refusal::unauthorized);
            yield tokens.exchange(former, project(former.user(), document.scope()));
          }
        };
    LOG.debug("{} logged in from {}", issued.info().user(), request.address());
    return described(201, request, issued.info()).with(SUBJECT, issued.token());
  }

  private User known(AuthDocument.Proof.Password proof, String address)
      throws InterruptedException {
    var id = proof.id();
    var name = proof.name();
    var claimed =
        id != null ? users.withId(id) : name != null ? users.named(name) : Optional.<User>empty();
    return passwords
        .check(claimed, proof.password(), InetAddress.ofLiteral(address))
        .orElseThrow(() -> {
          // an unknown name is not logged: it may be a password in the wrong field
          LOG.info(
              "log-in of {} from {} refused",
              claimed.map(User::toString).orElse("somebody unknown"),
              address);
          return Refusal.unauthorized();
        });
  }

  /** Empty for an unscoped token. */
  private static Optional<String> project(User user, AuthDocument.Scope scope) {
    var name =
        switch (scope) {
          case AuthDocument.Scope.Unscoped _ -> Optional.<String>empty();
          case AuthDocument.Scope.ProjectName(var given) -> Optional.of(given);
          case AuthDocument.Scope.ProjectId(var id) ->
              Optional.of(
                  user.roles().keySet().stream()
                      .filter(project -> Ids.of("project", project).equals(id))
                      .findFirst()
                      .orElseThrow(Refusal::unauthorized));
          case AuthDocument.Scope.Foreign _ ->
              throw new Refusal(401, "This service knows projects as scope, and no other.");
        };
    if (name.isPresent() && Tokens.roles(user, name).isEmpty()) {
      throw Refusal.unauthorized();
    }
    return name;
  }

  private KeystoneAnswer show(KeystoneRequest request) {
    var subject = subject(request);
    return described(200, request, subject).with(SUBJECT, request.subjectToken());
  }

  private KeystoneAnswer revoke(KeystoneRequest request) {
    subject(request);
    if (!tokens.revoke(request.subjectToken())) {
      throw noSuchToken();
    }
    onRevoked.accept(request.subjectToken());
    return KeystoneAnswer.of(204, null);
  }

  private KeystoneAnswer catalogOf(KeystoneRequest request) {
    asker(request);
    return KeystoneAnswer.of(200, Map.of("catalog", catalog.seenBy(request.reached())));
  }

  private TokenInfo asker(KeystoneRequest request) {
    return tokens.find(request.authToken()).orElseThrow(Refusal::unauthorized);
  }

  /** The token that is asked about: one's own, or any for services and administrators. */
  private TokenInfo subject(KeystoneRequest request) {
    var asker = asker(request);
    if (request.subjectToken().isEmpty()) {
      throw new Refusal(400, SUBJECT + ": none (expected: the token that is asked about)");
    }
    var subject = tokens.find(request.subjectToken());
    boolean own = subject.map(s -> s.user().name().equals(asker.user().name())).orElse(false);
    if (!own && asker.roles().stream().noneMatch(MAY_ASK_ABOUT_OTHERS::contains)) {
      throw new Refusal(403, "Your roles do not allow to ask about tokens of others.");
    }
    return subject.orElseThrow(KeystoneApi::noSuchToken);
  }

  private KeystoneAnswer described(int status, KeystoneRequest request, TokenInfo info) {
    var services = request.noCatalog() ? null : catalog.seenBy(request.reached());
    return KeystoneAnswer.of(status, TokenDocument.of(info, services)).with("Vary", "X-Auth-Token");
  }

  private static JsonNode json(KeystoneRequest request) {
    return new Body("application/json", request.body()).json();
  }

  private static KeystoneAnswer get(KeystoneRequest request, KeystoneAnswer answer) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw wrongMethod();
    }
    return answer;
  }

  private static Refusal wrongMethod() {
    return new Refusal(405, "This resource does not know this method.");
  }

  private static Refusal noSuchToken() {
    return new Refusal(404, "There is no such token, or it is no longer valid.");
  }
}
