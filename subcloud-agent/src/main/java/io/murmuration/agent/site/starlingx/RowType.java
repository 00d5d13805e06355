package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.Row;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A resource type that sysinv keeps in one row per system, and its two spellings: the value as it
 * is declared, and the row's fields, which are texts. Stateless.
 */
interface RowType {
  /** The resource type. */
  String name();

  /** Where the rows are. */
  String path();

  /**
   * The field of the answer that lists the rows; there is one row, or none before the bootstrap.
   */
  String collection();

  /**
   * The declared spelling of a row; fields that the row does not have count as sysinv's default.
   */
  Map<String, ?> value(Row row);

  /**
   * The row's spelling of a value. What the value lacks or has of another type comes out as none.
   */
  SortedMap<String, String> fields(Row value);

  /** Why a value that fits is refused all the same, in words for an operator. */
  default Optional<String> refusal(Row value) {
    return Optional.empty();
  }

  /** What is called to put changes into force, if the change itself does not say so. */
  default Optional<String> applyPath() {
    return Optional.empty();
  }

  /** A valid value, for error texts. */
  String example();

  /** What is done when the item is deleted: the row itself cannot be. */
  Removal removal();

  sealed interface Removal {
    /** These fields get these values. */
    record Reset(SortedMap<String, String> fields) implements Removal {
      Reset(String field, String value) {
        this(new TreeMap<>(Map.of(field, value)));
      }
    }

    /**
     * @param why in words for an operator
     */
    record Impossible(String why) implements Removal {}
  }
}
