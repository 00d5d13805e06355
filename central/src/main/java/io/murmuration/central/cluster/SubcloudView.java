package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud's row as of the image's revision.
 *
 * @param group row id of its group
 * @param generation grows with each decision of an operator about this subcloud
 * @param hold why nothing may be pushed although it is managed, or null
 * @param deployStatus in the contract's words
 * @param conflicts what its site was found to hold of histories that this hub does not know
 */
public record SubcloudView(
    SubcloudId id,
    String name,
    long group,
    long generation,
    boolean managed,
    @Nullable String hold,
    String deployStatus,
    List<Conflict> conflicts) {

  public SubcloudView {
    conflicts = List.copyOf(conflicts);
  }

  /**
   * A row of {@code conflict}.
   *
   * @param lineage and {@code held}: what the site holds
   */
  public record Conflict(Kind kind, Lineage lineage, Revision held, Stage stage) {
    /**
     * Rows as the queries write them: kind, epoch, revision, stage, lineage. Those of kinds that
     * this build does not know are left out.
     */
    public static List<Conflict> parse(String[] rows) {
      return Arrays.stream(rows).flatMap(Conflict::parse).toList();
    }

    private static Stream<Conflict> parse(String row) {
      var words = row.split(" ", 5);
      return Kind.fromWireName(words[0])
          .map(kind ->
              new Conflict(
                  kind,
                  new Lineage(Long.parseLong(words[1]), words[4]),
                  new Revision(Long.parseLong(words[2])),
                  Stage.valueOf(words[3])))
          .stream();
    }
  }

  /** How far a conflict was brought. */
  public enum Stage {
    /** Nobody has decided. */
    OPEN,
    /** What the site holds is to be taken over, and was not yet. */
    ADOPTING,
    /** A revision overrides what the site holds; it is sent. */
    OVERRIDDEN
  }

  /** What was found about a kind. */
  public Optional<Conflict> conflict(Kind kind) {
    return conflicts.stream().filter(conflict -> conflict.kind() == kind).findFirst();
  }
}
