package io.murmuration.proto.canonical;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a JSON value: UTF-8, keys sorted by UTF-16 code unit, no spaces, integers
 * only, nothing escaped that need not be (the rules of RFC 8785 without its floating-point
 * numbers).
 *
 * <p>Values are {@code Map<String, ?>}, {@code List<?>}, {@code String}, {@code Long} (or {@code
 * Integer}), {@code Boolean} and null. Fractions and exponents are refused, because two JVMs or two
 * libraries print them differently; whoever needs one writes a string.
 *
 * <p>Stateless; bounded in size and depth, so that any bytes may be given to it.
 */
public final class CanonicalJson {
  /** Longest text that is read or printed. */
  public static final int MAX_BYTES = PushParts.MAX_PAYLOAD_BYTES;

  /** Deepest nesting of objects and arrays. */
  public static final int MAX_DEPTH = 32;

  private CanonicalJson() {}

  /**
   * Reads any JSON text, canonical or not.
   *
   * @return maps are sorted and, like lists, unmodifiable
   */
  public static @Nullable Object parse(byte[] json) throws InvalidJsonException {
    return parse(json, MAX_BYTES);
  }

  /**
   * As {@link #parse(byte[])}, of a text that is no item: a service's list may be longer.
   *
   * @param most bytes
   */
  public static @Nullable Object parse(byte[] json, int most) throws InvalidJsonException {
    return JsonReader.read(json, most);
  }

  /** Reads a JSON object. */
  public static Map<String, @Nullable Object> parseObject(byte[] json) throws InvalidJsonException {
    if (!(parse(json) instanceof Map<?, ?> map)) {
      throw new InvalidJsonException("not an object (expected: {\"field\": …})");
    }
    var object = new TreeMap<String, @Nullable Object>();
    map.forEach((key, value) -> object.put((String) key, value));
    return object;
  }

  /** The canonical form of a JSON text. */
  public static byte[] canonical(byte[] json) throws InvalidJsonException {
    return print(parse(json));
  }

  /**
   * Prints a value.
   *
   * @throws InvalidJsonException if the value is too long or too deep, or holds something that has
   *     no canonical form (a fraction, half a surrogate pair)
   */
  public static byte[] print(@Nullable Object value) throws InvalidJsonException {
    var out = new StringBuilder();
    print(value, out, 0);
    var bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new InvalidJsonException(bytes.length + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    return bytes;
  }

  private static void print(@Nullable Object value, StringBuilder out, int depth)
      throws InvalidJsonException {
    if (depth > MAX_DEPTH) {
      throw new InvalidJsonException("nested deeper than " + MAX_DEPTH);
    }
    if (out.length() > MAX_BYTES) {
      throw new InvalidJsonException("longer than " + MAX_BYTES + " bytes");
    }
    switch (value) {
      case null -> out.append("null");
      case Boolean bool -> out.append(bool.booleanValue());
      case Long number -> out.append(number.longValue());
      case Integer number -> out.append(number.intValue());
      case String text -> printString(text, out);
      case List<?> list -> printList(list, out, depth);
      case Map<?, ?> map -> printMap(map, out, depth);
      default ->
          throw new InvalidJsonException(
              value.getClass().getSimpleName()
                  + " has no canonical form (expected: object, array, text, integer, true, false or"
                  + " null)");
    }
  }

  private static void printList(List<?> list, StringBuilder out, int depth)
      throws InvalidJsonException {
    out.append('[');
    var separator = "";
    for (var element : list) {
      out.append(separator);
      print(element, out, depth + 1);
      separator = ",";
    }
    out.append(']');
  }

  private static void printMap(Map<?, ?> map, StringBuilder out, int depth)
      throws InvalidJsonException {
    var sorted = new TreeMap<String, @Nullable Object>();
    for (var entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new InvalidJsonException("a key is no text (expected: text)");
      }
      sorted.put(key, entry.getValue());
    }
    out.append('{');
    var separator = "";
    for (var entry : sorted.entrySet()) {
      out.append(separator);
      printString(entry.getKey(), out);
      out.append(':');
      print(entry.getValue(), out, depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private static void printString(String text, StringBuilder out) throws InvalidJsonException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else if (!Character.isSurrogate(c)) {
            out.append(c);
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            throw new InvalidJsonException("text holds half a surrogate pair");
          }
        }
      }
    }
    out.append('"');
  }
}
