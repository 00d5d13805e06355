package io.murmuration.it.malformed;

/** A form as the contract's client writes it. */
final class FormText {
  static final String BOUNDARY = "malformed-part";

  private FormText() {}

  /**
   * @param parts name, value, name, value …; a name that ends with {@code @} is a file
   */
  static String of(String... parts) {
    var text = new StringBuilder();
    for (int i = 0; i < parts.length; i += 2) {
      boolean file = parts[i].endsWith("@");
      var name = file ? parts[i].substring(0, parts[i].length() - 1) : parts[i];
      text.append(part(name, file ? "; filename=\"/home/op/" + name + ".yml\"" : "", parts[i + 1]));
    }
    return text.append(end()).toString();
  }

  static String part(String name, String more, String value) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, name, more, value);
  }

  static String end() {
    return "--" + BOUNDARY + "--\r\n";
  }
}
