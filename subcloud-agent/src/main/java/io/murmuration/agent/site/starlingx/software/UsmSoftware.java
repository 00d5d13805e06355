package io.murmuration.agent.site.starlingx.software;

import io.murmuration.agent.site.SoftwareStore;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * Releases in USM. Files are streamed from the disk into one form. USM says yes to some forms whose
 * files it then does not take; so an answer is never more than a hint.
 */
public final class UsmSoftware implements SoftwareStore {
  private static final String RELEASES = "/v1/release";

  /** A release that USM is still unpacking, or could not unpack, is not there. */
  private static final String UPLOAD = "upload";

  private final SiteServices services;

  public UsmSoftware(SiteServices services) {
    this.services = services;
  }

  @Override
  public Presence presence(String releaseId) {
    return switch (services.usm(RELEASES)) {
      case Answer.Done(var body) ->
          body.rows(Row.LIST).stream()
              .filter(release -> release.text("release_id").equals(releaseId))
              .map(release -> release.text("state"))
              .filter(state -> !state.startsWith(UPLOAD))
              .findFirst()
              .<Presence>map(Presence.Present::new)
              .orElseGet(Presence.Absent::new);
      case Answer.Missing(var why) -> new Presence.Unreadable(why);
      case Answer.No(var why) -> new Presence.Unreadable(why);
      case Answer.Later(_, var why, _) -> new Presence.Unreadable(why);
    };
  }

  @Override
  public Load load(SortedMap<String, Path> files) {
    return switch (services.uploadToUsm(RELEASES, files)) {
      case Answer.Done(var body) ->
          body.text("error").isBlank()
              ? new Load.Accepted(body.text("info"))
              : new Load.Refused("USM: " + body.text("error"));
      case Answer.Missing(var why) -> new Load.Refused(why);
      case Answer.No(var why) -> new Load.Refused(why);
      case Answer.Later(_, var why, _) -> new Load.Unclear(why);
    };
  }
}
