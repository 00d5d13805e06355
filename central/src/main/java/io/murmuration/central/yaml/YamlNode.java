package io.murmuration.central.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A value of a document and its place. Immutable. */
public sealed interface YamlNode {
  Place place();

  /** Keys in the order of the document. */
  record Fields(SequencedMap<String, YamlNode> fields, Place place) implements YamlNode {
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String toString() {
      return at("Fields", place);
    }
  }

  record Elements(List<YamlNode> elements, Place place) implements YamlNode {
    public Elements {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return at("Elements", place);
    }
  }

  /** A single value. Its {@code toString} is without the text, which may be a secret. */
  sealed interface Scalar extends YamlNode {
    /** As it was written, without quotes and with escapes resolved. */
    String text();
  }

  record Text(String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("Text", place);
    }
  }

  /** A decimal number of at most 18 digits, without leading zeros. */
  record Whole(long number, String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("Whole", place);
    }
  }

  /**
   * Any other number: a fraction, another base (in YAML 1.1 {@code 010} is octal), a longer one.
   */
  record OtherNumber(String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("OtherNumber", place);
    }
  }

  record Truth(boolean truth, String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("Truth", place);
    }
  }

  /** Null, spelled out or not. */
  record Nothing(String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("Nothing", place);
    }
  }

  /** A date, or a scalar with a tag of its own. */
  record Other(String text, Place place) implements Scalar {
    @Override
    public String toString() {
      return at("Other", place);
    }
  }

  /** The value as it is shown in an error; not for values that may be secret. */
  default String shown() {
    return switch (this) {
      case Fields(var fields, _) -> "an object with " + names(fields);
      case Elements(var elements, _) -> "a list of " + elements.size();
      case Text(var text, _) -> '"' + text + '"';
      case Nothing _ -> "nothing";
      case Scalar scalar -> scalar.text();
    };
  }

  private static String names(SequencedMap<String, YamlNode> fields) {
    return fields.isEmpty() ? "no fields" : String.join(", ", fields.keySet());
  }

  private static String at(String what, Place place) {
    return what + " at " + place.line() + ":" + place.column();
  }
}
