package io.murmuration.central.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.RefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what an identity service said of tokens, by their hashes.
 *
 * <p>A good token counts until it expires, but its issuer is asked again once the last answer is
 * older than promised; no request is answered from an older one, so a revoked token is refused
 * within that time. Only if the issuer cannot be asked does an old answer go on to count, until the
 * token expires. Requests with the same token that have to ask share one question. Thread-safe;
 * blocks as long as the issuer does.
 */
public final class CachedTokens {
  private static final Logger LOG = LoggerFactory.getLogger(CachedTokens.class);

  private final TokenSource source;
  private final Duration recheckAfter;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Cache<TokenHash, Known> good;
  private final Cache<TokenHash, Boolean> bad;
  private final ConcurrentMap<TokenHash, CompletableFuture<Optional<Vouched>>> questions =
      new ConcurrentHashMap<>();

  private record Known(Vouched vouched, long saidAt) {}

  /**
   * @param nanoTime monotonic
   */
  public CachedTokens(
      TokenSource source, CacheSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this.source = source;
    this.recheckAfter = settings.recheckAfter();
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.good =
        Caffeine.newBuilder().maximumSize(settings.tokens()).executor(Runnable::run).build();
    this.bad =
        Caffeine.newBuilder()
            .maximumSize(settings.tokens())
            .expireAfterWrite(settings.unknownFor())
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * The caller that the token stands for.
   *
   * @throws RefusedException 503 if the issuer cannot be asked and never vouched for the token
   */
  public Optional<Caller> identify(String token, String address) {
    var hash = TokenHash.of(token);
    var known = good.getIfPresent(hash);
    if (known != null && !isAlive(known.vouched())) {
      good.invalidate(hash);
      return Optional.empty();
    }
    if (known != null && isFresh(known)) {
      return Optional.of(known.vouched().caller(address));
    }
    if (known == null && bad.getIfPresent(hash) != null) {
      return Optional.empty();
    }
    try {
      return ask(hash, token, known != null).map(vouched -> vouched.caller(address));
    } catch (RefusedException away) {
      if (known == null) {
        throw away;
      }
      LOG.debug("an older answer counts: {}", away.getMessage());
      return Optional.of(known.vouched().caller(address));
    }
  }

  /** Asks again at the next request, because something is known to have changed. */
  public void forget(TokenHash hash) {
    good.invalidate(hash);
    bad.invalidate(hash);
  }

  private boolean isAlive(Vouched vouched) {
    return clock.instant().isBefore(vouched.expiresAt());
  }

  private boolean isFresh(Known known) {
    return nanoTime.getAsLong() - known.saidAt() < recheckAfter.toNanos();
  }

  private Optional<Vouched> ask(TokenHash hash, String token, boolean again) {
    var mine = new CompletableFuture<Optional<Vouched>>();
    var theirs = questions.putIfAbsent(hash, mine);
    if (theirs != null) {
      return answerOf(theirs);
    }
    try {
      long asked = nanoTime.getAsLong();
      var vouched = again ? source.recheck(token) : source.validate(token);
      var answer = vouched.filter(this::isAlive);
      remember(hash, answer, asked);
      mine.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      questions.remove(hash, mine);
    }
  }

  /** The age of an answer counts from the question: what happened since is not in it. */
  private void remember(TokenHash hash, Optional<Vouched> answer, long asked) {
    if (answer.isPresent()) {
      good.put(hash, new Known(answer.get(), asked));
      bad.invalidate(hash);
    } else {
      good.invalidate(hash);
      bad.put(hash, true);
    }
  }

  private static Optional<Vouched> answerOf(CompletableFuture<Optional<Vouched>> theirs) {
    try {
      return theirs.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
