package io.murmuration.agent.site.starlingx.client;

import io.murmuration.agent.site.starlingx.client.TokenCalls.Call;
import io.murmuration.agent.site.starlingx.client.TokenCalls.Words;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import javax.net.ssl.SSLContext;

/**
 * Services of a site that are asked: USM (releases) and FM (alarms). They share a connection pool
 * and a token; each has limits and a circuit of its own, so that one that fails costs the other
 * nothing. USM is also given releases, under limits apart. Thread-safe; calls block.
 */
public final class SiteServices implements AutoCloseable {
  /** USM unpacks what it is given before it answers. */
  private static final Duration UPLOAD = Duration.ofMinutes(30);

  private final HttpClient client;
  private final TokenCalls usm;
  private final TokenCalls uploads;
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
    var patient = policy.timeouts(policy.connect(), policy.read(), UPLOAD);
    this.uploads =
        new TokenCalls("USM", addresses.usm(), new GuardedHttp("USM", client, patient), tokens);
    this.fm = new TokenCalls("FM", addresses.fm(), new GuardedHttp("FM", client, policy), tokens);
  }

  /** Reads a resource of USM. */
  public Answer usm(String path) {
    return usm.call(path, HttpRequest.Builder::GET, Call.READ, Words.SHOWN);
  }

  /**
   * Sends files to USM in one form.
   *
   * @param files by the names that they shall have
   */
  public Answer uploadToUsm(String path, SortedMap<String, Path> files) {
    try {
      var form = FileForm.of(files);
      return uploads.call(
          path,
          request -> request.header("Content-Type", form.contentType()).POST(form.body()),
          Call.WRITE,
          Words.SHOWN);
    } catch (FileNotFoundException e) {
      return new Answer.No("a file is gone: " + e.getMessage());
    }
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
