package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.Answer;
import io.murmuration.central.api.Content;
import io.murmuration.sync.model.SubcloudId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All subclouds as of one moment, in the order of ids. Immutable. */
public final class FleetView {
  private final List<Row> rows;
  private final String version;
  private final Content plain;
  private final Supplier<Content> packed;
  private final @Nullable Long age;

  private FleetView(
      List<Row> rows, String version, Content plain, Supplier<Content> packed, @Nullable Long age) {
    this.rows = rows;
    this.version = version;
    this.plain = plain;
    this.packed = packed;
    this.age = age;
  }

  /**
   * @param rows ascending; must not change any more
   * @param version equal only to that of the same rows
   */
  static FleetView of(List<Row> rows, String version, Blocks blocks, Packer packer) {
    var list = new ListContent(rows, Projection.LISTED);
    return new FleetView(rows, version, blocks.of(list), () -> packer.pack(list), null);
  }

  /**
   * The same, known to be possibly out of date.
   *
   * @param seconds since it was certainly true
   */
  FleetView aged(long seconds) {
    return new FleetView(rows, version, plain, packed, seconds);
  }

  List<Row> rows() {
    return rows;
  }

  /** Seconds since it was certainly true; null if it is. */
  public @Nullable Long age() {
    return age;
  }

  public Optional<Row> byId(long id) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = rows.get(middle).id().value();
      if (found == id) {
        return Optional.of(rows.get(middle));
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  public Optional<Row> byName(String name) {
    return first(row -> row.facts().name().equals(name));
  }

  public Optional<Row> byRegion(String region) {
    return first(row -> row.facts().region().equals(region));
  }

  private Optional<Row> first(Predicate<Row> which) {
    return rows.stream().filter(which).findFirst();
  }

  /** The list that {@code query} asks for. */
  public Answer list(ListQuery query) {
    if (query.isPlain()) {
      return new Answer.Stream(version, plain, packed, age);
    }
    var content = new ListContent(query.select(rows), query.projection());
    return new Answer.Stream(version + query.mark(), content, () -> Packer.packWhole(content), age);
  }

  /** The members of a group, as the contract shows them there: without what the sites say. */
  public Answer membersOf(long group) {
    var content =
        new ListContent(
            rows.stream().filter(row -> row.facts().group() == group).toList(), Projection.RECORD);
    return new Answer.Stream(version + "-g" + group, content, () -> Packer.packWhole(content), age);
  }

  /** These rows instead of those with their ids, and {@code gone} not any more. */
  List<Row> with(Collection<Row> changed, Collection<SubcloudId> gone) {
    var replaced = new HashSet<>(gone);
    changed.forEach(row -> replaced.add(row.id()));
    var next = new ArrayList<Row>(rows.size() + changed.size());
    for (var row : rows) {
      if (!replaced.contains(row.id())) {
        next.add(row);
      }
    }
    next.addAll(changed);
    next.sort((a, b) -> a.id().compareTo(b.id()));
    return next;
  }

  /** Each row as {@code change} makes it; empty if it makes nothing new of any. */
  Optional<List<Row>> each(Predicate<Row> which, UnaryOperator<Row> change) {
    var next = new ArrayList<>(rows);
    boolean changed = false;
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var now = which.test(row) ? change.apply(row) : row;
      if (now != row) {
        next.set(i, now);
        changed = true;
      }
    }
    return changed ? Optional.of(next) : Optional.empty();
  }
}
