package io.murmuration.proto.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader (RFC 8259): one value, no duplicate keys, no fractions. Recursion is bounded by
 * {@link CanonicalJson#MAX_DEPTH}. One use, one thread.
 */
final class JsonReader {
  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  static @Nullable Object read(byte[] json, int most) throws InvalidJsonException {
    if (json.length > most) {
      throw new InvalidJsonException(json.length + " bytes (expected: at most " + most + ")");
    }
    var reader = new JsonReader(decode(json));
    var value = reader.value(0);
    reader.skipSpace();
    if (reader.at < reader.text.length()) {
      throw reader.expected("the end");
    }
    return value;
  }

  private static String decode(byte[] json) throws InvalidJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException _) {
      throw new InvalidJsonException("not UTF-8");
    }
  }

  private @Nullable Object value(int depth) throws InvalidJsonException {
    if (depth > CanonicalJson.MAX_DEPTH) {
      throw new InvalidJsonException("nested deeper than " + CanonicalJson.MAX_DEPTH);
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw expected("a value");
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws InvalidJsonException {
    at++;
    var map = new TreeMap<String, @Nullable Object>();
    skipSpace();
    if (took('}')) {
      return map;
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw expected("a key in quotes");
      }
      var key = string();
      skipSpace();
      if (!took(':')) {
        throw expected("':'");
      }
      if (map.containsKey(key)) {
        throw new InvalidJsonException("the same key twice, before character " + at);
      }
      map.put(key, value(depth + 1));
      skipSpace();
    } while (took(','));
    if (!took('}')) {
      throw expected("',' or '}'");
    }
    return Collections.unmodifiableMap(map);
  }

  private List<@Nullable Object> array(int depth) throws InvalidJsonException {
    at++;
    var list = new ArrayList<@Nullable Object>();
    skipSpace();
    if (took(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
      skipSpace();
    } while (took(','));
    if (!took(']')) {
      throw expected("',' or ']'");
    }
    return Collections.unmodifiableList(list);
  }

  private String string() throws InvalidJsonException {
    at++;
    var out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return out.toString();
      } else if (c < ' ') {
        at--;
        throw expected("an escaped control character or the closing quote");
      } else if (c == '\\') {
        out.append(escaped());
      } else {
        out.append(c);
      }
    }
  }

  private char escaped() throws InvalidJsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> {
        at--;
        throw expected("an escape (\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX)");
      }
    };
  }

  private char hex() throws InvalidJsonException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      // not Character.digit: it takes digits of every script
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) {
        throw expected("a hexadecimal digit");
      }
      value = (value << 4) | digit;
      at++;
    }
    return (char) value;
  }

  private Long number() throws InvalidJsonException {
    int start = at;
    took('-');
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == digits || (at - digits > 1 && text.charAt(digits) == '0')) {
      at = digits;
      throw expected("a digit, without leading zeros");
    }
    if (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0) {
      throw expected("an integer (write a fraction as text)");
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException _) {
      at = start;
      throw expected("an integer of 64 bits");
    }
  }

  private <V extends @Nullable Object> V word(String word, V value) throws InvalidJsonException {
    if (!text.startsWith(word, at)) {
      throw expected(word);
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws InvalidJsonException {
    if (at >= text.length()) {
      throw new InvalidJsonException("ends at character " + at + " within a value");
    }
    return text.charAt(at);
  }

  private boolean took(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private InvalidJsonException expected(String what) {
    return new InvalidJsonException("at character " + at + ": expected " + what);
  }
}
