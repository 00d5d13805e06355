package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.sync.model.SyncStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which subclouds and which of their keys a caller wants: our addition to the contract, whose
 * clients want all and send none of these parameters. Parameters that are not ours are ignored, as
 * the contract has it.
 */
public final class ListQuery {
  private static final Set<String> MANAGEMENT = Set.of("managed", "unmanaged");
  private static final Set<String> AVAILABILITY = Set.of("online", "offline");
  private static final Set<String> SYNC =
      Arrays.stream(SyncStatus.values())
          .map(SyncStatus::wireName)
          .collect(Collectors.toUnmodifiableSet());
  private static final int MOST = 100_000;

  private final Predicate<Row> which;
  private final long marker;
  private final int limit;
  private final Projection projection;
  private final boolean plain;
  private final String mark;

  private ListQuery(
      Predicate<Row> which,
      long marker,
      int limit,
      Projection projection,
      boolean plain,
      String mark) {
    this.which = which;
    this.marker = marker;
    this.limit = limit;
    this.projection = projection;
    this.plain = plain;
    this.mark = mark;
  }

  /** What values may name. */
  public interface Known {
    /** Row id of the group with this id or name. */
    Optional<Long> group(String ref);

    boolean isDeployStatus(String text);

    /** Keys of an entry of the list. */
    Set<String> fields();
  }

  /**
   * @throws RefusedException 400 that names every value that makes no sense
   */
  public static ListQuery of(Request request, boolean regionAsName, Known known) {
    return new Reader(request, known).read(regionAsName);
  }

  /** Whether it is the contract's list. */
  boolean isPlain() {
    return plain;
  }

  /** Tells versions of this answer from those of others under the same address. */
  String mark() {
    return mark;
  }

  Projection projection() {
    return projection;
  }

  List<Row> select(List<Row> rows) {
    return rows.stream()
        .filter(row -> row.id().value() > marker)
        .filter(which)
        .limit(limit)
        .toList();
  }

  /** Reads one request's parameters and gathers what is wrong with them. */
  private static final class Reader {
    private final Request request;
    private final Known known;
    private final List<Problem> problems = new ArrayList<>();
    private Predicate<Row> which = _ -> true;
    private String mark = "";
    private boolean plain = true;

    Reader(Request request, Known known) {
      this.request = request;
      this.known = known;
    }

    ListQuery read(boolean regionAsName) {
      oneOf("management-state", MANAGEMENT, row -> row.facts().management());
      oneOf("availability-status", AVAILABILITY, row -> row.online() ? "online" : "offline");
      oneOf("sync-status", SYNC, row -> row.statuses().overall().wireName());
      value("deploy-status", "a deploy status of the contract", this::deploy);
      value("group", "id or name of an existing group", this::group);
      value("name", "the beginning of a name, not empty", this::name);
      long marker = number("marker", 0, Long.MAX_VALUE, 0);
      int limit = (int) number("limit", 1, MOST, Integer.MAX_VALUE);
      var fields = fields();
      if (!problems.isEmpty()) {
        throw new RefusedException(new ApiError.Invalid(problems));
      }
      return new ListQuery(
          which,
          marker,
          limit,
          new Projection(fields, true, true, regionAsName),
          plain && !regionAsName,
          regionAsName ? mark + "-region" : mark);
    }

    private void oneOf(String name, Set<String> allowed, Function<Row, String> of) {
      var expected = allowed.stream().sorted().collect(Collectors.joining(" or "));
      value(
          name,
          expected,
          text ->
              allowed.contains(text)
                  ? Optional.of(row -> of.apply(row).equals(text))
                  : Optional.empty());
    }

    private Optional<Predicate<Row>> deploy(String text) {
      return known.isDeployStatus(text)
          ? Optional.of(row -> row.facts().deploy().equals(text))
          : Optional.empty();
    }

    /** A name may come to mean another group: the version tells which it was. */
    private Optional<Predicate<Row>> group(String text) {
      var group = known.group(text);
      group.ifPresent(id -> mark = "-g" + id);
      return group.map(id -> row -> row.facts().group() == id);
    }

    private Optional<Predicate<Row>> name(String text) {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(row -> row.facts().name().startsWith(text));
    }

    private void value(
        String name, String expected, Function<String, Optional<Predicate<Row>>> filter) {
      var given = request.query(name);
      if (given.isEmpty()) {
        return;
      }
      plain = false;
      filter
          .apply(given.get())
          .ifPresentOrElse(
              more -> which = which.and(more),
              () -> problems.add(new Problem(name, given.get(), expected)));
    }

    private long number(String name, long least, long most, long byDefault) {
      var given = request.query(name);
      if (given.isEmpty()) {
        return byDefault;
      }
      plain = false;
      try {
        long number = Long.parseLong(given.get());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // told below, together with those out of range
      }
      var expected = most == Long.MAX_VALUE ? "%d or more" : "%d to " + most;
      problems.add(new Problem(name, given.get(), "a whole number, " + expected.formatted(least)));
      return byDefault;
    }

    private @Nullable Set<String> fields() {
      var given = request.query("fields");
      if (given.isEmpty()) {
        return null;
      }
      plain = false;
      var fields = new LinkedHashSet<String>();
      for (var field : given.get().split(",", -1)) {
        if (known.fields().contains(field.strip())) {
          fields.add(field.strip());
        } else {
          problems.add(
              new Problem(
                  "fields",
                  field.strip(),
                  "some of " + known.fields().stream().sorted().collect(Collectors.joining(", "))));
        }
      }
      return fields;
    }
  }
}
