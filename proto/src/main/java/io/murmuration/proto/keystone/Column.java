package io.murmuration.proto.keystone;

import org.jspecify.annotations.Nullable;

/** A column that belongs to an item, and its form in JSON. */
public record Column(String name, Form form) {

  /** How PostgreSQL's text of a value becomes JSON. Times stay texts. */
  public enum Form {
    TEXT,
    TRUTH,
    NUMBER;

    /**
     * @param text as PostgreSQL casts the value to text; null for NULL
     */
    @Nullable Object json(@Nullable String text) {
      if (text == null) {
        return null;
      }
      return switch (this) {
        case TEXT -> text;
        case TRUTH -> Boolean.valueOf(text);
        case NUMBER -> Long.valueOf(text);
      };
    }
  }

  static Column text(String name) {
    return new Column(name, Form.TEXT);
  }

  static Column truth(String name) {
    return new Column(name, Form.TRUTH);
  }

  static Column number(String name) {
    return new Column(name, Form.NUMBER);
  }
}
