package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.Roles;
import io.murmuration.central.auth.TokenHash;
import io.murmuration.schema.tx.Transactions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Issues, looks up and revokes tokens. They lie in the database, so every node knows them, they
 * survive restarts, and a revoked one is unknown everywhere at once. A token also ends when its
 * user is removed, disabled or given another password, or loses the last role in its project.
 * Blocks for database round trips; thread-safe.
 */
public final class Tokens {
  private static final int TOKEN_BYTES = 32;
  private static final int AUDIT_BYTES = 16;
  private static final int FORGOTTEN_PER_LOGIN = 100;

  private final Transactions transactions;
  private final Users users;
  private final Duration life;
  private final InstantSource clock;
  private final SecureRandom chance;
  private final IdentityTokenRepository repository = new IdentityTokenRepository();

  public Tokens(
      Transactions transactions,
      Users users,
      Duration life,
      InstantSource clock,
      SecureRandom chance) {
    this.transactions = transactions;
    this.users = users;
    this.life = life;
    this.clock = clock;
    this.chance = chance;
  }

  /**
   * A new token and what it stands for.
   *
   * @param token a secret
   */
  public record Issued(String token, TokenInfo info) {
    /** Never the token. */
    @Override
    public String toString() {
      return "token of " + info.user();
    }
  }

  /** For somebody who has given the password. */
  public Issued issue(User user, Optional<String> project) {
    var now = now();
    return store(user, project, List.of("password"), now, now.plus(life));
  }

  /** Another scope for the holder of a token; it expires with that one. */
  public Issued exchange(TokenInfo former, Optional<String> project) {
    var methods = former.methods().contains("token") ? former.methods() : also(former, "token");
    return store(former.user(), project, methods, now(), former.expiresAt());
  }

  /** Empty if the token is unknown, or worth nothing any more. */
  public Optional<TokenInfo> find(String token) {
    var hash = TokenHash.of(token).bytes();
    return transactions.inTx(tx -> repository.find(tx, hash)).flatMap(this::info);
  }

  /** False if there was no such token. */
  public boolean revoke(String token) {
    var hash = TokenHash.of(token).bytes();
    return transactions.inTx(tx -> repository.delete(tx, hash));
  }

  /** The user's roles in the project, implied ones included; none without a project. */
  public static Set<String> roles(User user, Optional<String> project) {
    return Roles.withImplied(
        project.map(name -> user.roles().getOrDefault(name, Set.of())).orElse(Set.of()));
  }

  private Issued store(
      User user,
      Optional<String> project,
      List<String> methods,
      Instant issuedAt,
      Instant expiresAt) {
    var token = random(TOKEN_BYTES);
    var info =
        new TokenInfo(
            user, project, roles(user, project), methods, random(AUDIT_BYTES), issuedAt, expiresAt);
    var row =
        new IdentityTokenRepository.Row(
            user.name(),
            project.orElse(null),
            String.join(",", methods),
            user.credential().bytes(),
            info.auditId(),
            issuedAt,
            expiresAt);
    transactions.runInTx(tx -> {
      repository.deleteExpired(tx, issuedAt, FORGOTTEN_PER_LOGIN);
      repository.insert(tx, TokenHash.of(token).bytes(), row);
    });
    return new Issued(token, info);
  }

  private Optional<TokenInfo> info(IdentityTokenRepository.Row row) {
    var project = Optional.ofNullable(row.project());
    return users
        .named(row.user())
        .filter(User::enabled)
        .filter(user -> user.credential().matches(TokenHash.ofBytes(row.credential())))
        .filter(_ -> clock.instant().isBefore(row.expiresAt()))
        .filter(user -> project.isEmpty() || !roles(user, project).isEmpty())
        .map(user ->
            new TokenInfo(
                user,
                project,
                roles(user, project),
                List.of(row.methods().split(",")),
                row.auditId(),
                row.issuedAt(),
                row.expiresAt()));
  }

  private static List<String> also(TokenInfo former, String method) {
    var methods = new ArrayList<>(former.methods());
    methods.add(method);
    return List.copyOf(methods);
  }

  /** As precise as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private String random(int bytes) {
    var random = new byte[bytes];
    chance.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
