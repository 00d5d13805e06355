package io.murmuration.central.desired.document;

import io.murmuration.central.api.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A value of a document and its place. Immutable. */
public sealed interface DocNode {
  Place place();

  /** Keys in the order of the document. */
  record Fields(SequencedMap<String, DocNode> fields, Place place) implements DocNode {
    public Fields {
      fields = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }
  }

  record Elements(List<DocNode> elements, Place place) implements DocNode {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  record Text(String text, Place place) implements DocNode {}

  record Whole(long number, Place place) implements DocNode {}

  record Truth(boolean truth, Place place) implements DocNode {}

  record Nothing(Place place) implements DocNode {}

  /** A fraction, a date, or another scalar that has no canonical form. */
  record Other(String text, Place place) implements DocNode {}

  /** A mistake at this value. */
  default Problem problem(String field, String expected) {
    return new Problem(field, shown(), expected, place().line(), place().column());
  }

  /** The value as it is shown in an error. */
  default String shown() {
    return switch (this) {
      case Fields(var fields, _) -> "an object with " + names(fields);
      case Elements(var elements, _) -> "a list of " + elements.size();
      case Text(var text, _) -> '"' + text + '"';
      case Whole(var number, _) -> Long.toString(number);
      case Truth(var truth, _) -> Boolean.toString(truth);
      case Nothing _ -> "nothing";
      case Other(var text, _) -> text;
    };
  }

  private static String names(Map<String, DocNode> fields) {
    return fields.isEmpty() ? "no fields" : String.join(", ", fields.keySet());
  }
}
