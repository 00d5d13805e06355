package io.murmuration.agent.site;

import java.nio.file.Path;
import java.util.SortedMap;

/** The site's own management of releases. Thread-safe; calls block, within bounds. */
public interface SoftwareStore {
  /** Of a site that has none. */
  SoftwareStore NONE =
      new SoftwareStore() {
        @Override
        public Presence presence(String releaseId) {
          return new Presence.Unreadable("this site has no software management");
        }

        @Override
        public Load load(SortedMap<String, Path> files) {
          return new Load.Refused("this site has no software management");
        }
      };

  /** Whether a release is known there. */
  sealed interface Presence {
    /**
     * @param state in the words of the software management, such as available or deployed
     */
    record Present(String state) implements Presence {}

    record Absent() implements Presence {}

    record Unreadable(String why) implements Presence {}
  }

  /** How handing over files ended. */
  sealed interface Load {
    /**
     * @param info what the software management said
     */
    record Accepted(String info) implements Load {}

    record Refused(String why) implements Load {}

    /** It may have taken them: whoever wants to know asks for the release. */
    record Unclear(String why) implements Load {}
  }

  Presence presence(String releaseId);

  /**
   * Hands files over, all in one call.
   *
   * @param files by the names that they shall have
   */
  Load load(SortedMap<String, Path> files);
}
