package io.murmuration.agent.site.starlingx.client;

import io.murmuration.agent.site.starlingx.client.TokenCalls.Call;
import io.murmuration.agent.site.starlingx.client.TokenCalls.Words;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/**
 * Services of a site that are only asked: USM (releases) and FM (alarms). They share a connection
 * pool and a token; each has limits and a circuit of its own, so that one that fails costs the
 * other nothing. Thread-safe; calls block.
 */
public final class SiteServices implements AutoCloseable {
  private final HttpClient client;
  private final TokenCalls usm;
  private final TokenCalls fm;

  /** Where they are, without path. */
  public record Addresses(URI usm, URI fm) {}

  public SiteServices(
      Addresses addresses,
      Credentials credentials,
      SSLContext tls,
      CallPolicy policy,
      InstantSource clock) {
    this.client = GuardedHttp.client(policy, tls);
    var tokens =
        new KeystoneTokens(credentials, new GuardedHttp("Keystone", client, policy), clock);
    this.usm =
        new TokenCalls("USM", addresses.usm(), new GuardedHttp("USM", client, policy), tokens);
    this.fm = new TokenCalls("FM", addresses.fm(), new GuardedHttp("FM", client, policy), tokens);
  }

  /** Reads a resource of USM. */
  public Answer usm(String path) {
    return usm.call(path, HttpRequest.Builder::GET, Call.READ, Words.SHOWN);
  }

  /** Reads a resource of FM. */
  public Answer fm(String path) {
    return fm.call(path, HttpRequest.Builder::GET, Call.READ, Words.SHOWN);
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
