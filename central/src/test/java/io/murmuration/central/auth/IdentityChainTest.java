package io.murmuration.central.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ServiceUrl;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityChainTest {
  private static final Credentials TOKEN = new Credentials.Keystone("t");
  private static final ServiceUrl REACHED = ServiceUrl.http("192.0.2.1", 8119);

  private record Service(String user, String url) implements Identities {
    @Override
    public Optional<Caller> identify(Credentials credentials, String address) {
      return switch (user) {
        case "away" ->
            throw new RefusedException(new ApiError.Unavailable("Keystone does not answer"));
        case "" -> Optional.empty();
        default -> Optional.of(new Caller(user, "admin", Set.of(), address));
      };
    }

    @Override
    public String uri(ServiceUrl reached) {
      return url;
    }
  }

  private static IdentityChain chain(String... users) {
    return new IdentityChain(
        List.of(users).stream().map(u -> (Identities) new Service(u, "http://" + u)).toList(),
        null);
  }

  @Test
  void theFirstThatKnowsTheCallerDecides() {
    assertThat(chain("", "ann", "bob").identify(TOKEN, "a").orElseThrow().user()).isEqualTo("ann");
    assertThat(chain("", "").identify(TOKEN, "a")).isEmpty();
  }

  @Test
  void aServiceThatIsAwayMattersOnlyIfNobodyElseKnowsTheCaller() {
    assertThat(chain("away", "bob").identify(TOKEN, "a").orElseThrow().user()).isEqualTo("bob");
    assertThatThrownBy(() -> chain("away", "").identify(TOKEN, "a"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("503");
  }

  @Test
  void aRefusalNamesTheIssuerOrWhatTheOperatorSays() {
    assertThat(chain("x", "issuer").uri(REACHED)).isEqualTo("http://issuer");
    var told = new IdentityChain(List.of(new Service("", "http://x")), "https://keystone/v3");
    assertThat(told.uri(REACHED)).isEqualTo("https://keystone/v3");
  }
}
