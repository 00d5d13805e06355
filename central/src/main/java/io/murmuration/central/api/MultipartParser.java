package io.murmuration.central.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) the way the contract's client writes it, which the
 * common parsers refuse: forms without parts, file parts without a content type, full paths as file
 * names.
 */
final class MultipartParser {
  private static final int MOST_PARTS = 1_000;
  private static final String CONTENT_TYPE = "content-type:";
  private static final int LONGEST_HEADER = 8_192;

  // The type, then parameters one after the other. Possessive: no text costs more time or stack
  // than its length, and nothing within quotes is taken for a parameter.
  private static final Pattern DISPOSITION =
      Pattern.compile("(?i)content-disposition:\\s*+([^\\s;]*+)\\s*+");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G;\\s*+([^\\s;=\"]++)=(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s;\"]++))\\s*+");

  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");

  private final byte[] bytes;
  private final byte[] delimiter;
  private int at;

  private MultipartParser(byte[] bytes, String boundary) {
    this.bytes = bytes;
    this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  static Multipart parse(String contentType, byte[] bytes) {
    var boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      throw refused(
          "Content-Type",
          contentType.isEmpty() ? "nothing" : contentType,
          "multipart/form-data with a boundary");
    }
    var name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new MultipartParser(bytes, name).parts();
  }

  private Multipart parts() {
    Map<String, String> fields = new LinkedHashMap<>();
    List<Multipart.FilePart> files = new ArrayList<>();
    at = indexOf(delimiter, 0);
    if (at < 0) {
      throw refused("body", bytes.length + " bytes without the boundary", "a multipart form");
    }
    at += delimiter.length;
    for (int count = 0; !atEnd(); count++) {
      if (count == MOST_PARTS) {
        throw refused("body", "more than " + MOST_PARTS + " parts", "fewer");
      }
      part(fields, files);
    }
    return new Multipart(fields, files);
  }

  /** After a delimiter: two hyphens close the form. */
  private boolean atEnd() {
    return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
  }

  private void part(Map<String, String> fields, List<Multipart.FilePart> files) {
    var headers = headers();
    var disposition = headers.disposition();
    int end = indexOf(delimiter, at);
    if (end < 0) {
      throw refused("body", "a part without an end", "the closing boundary");
    }
    int length = Math.max(0, lineEndBefore(end) - at);
    var content = new byte[length];
    System.arraycopy(bytes, at, content, 0, length);
    at = end + delimiter.length;
    var parameters = parameters(disposition);
    var name = parameters.get("name");
    if (name == null) {
      throw refused("Content-Disposition", disposition, "form-data; name=\"...\"");
    }
    var fileName = parameters.get("filename");
    if (fileName != null) {
      files.add(new Multipart.FilePart(name, fileName, headers.contentType(), content));
    } else {
      fields.put(name, Utf8.decode(content).orElseThrow(() -> notText(name, content.length)));
    }
  }

  /** What matters of a part's header lines. */
  private record Headers(String disposition, String contentType) {}

  /** Reads the header lines of a part up to the blank one. */
  private Headers headers() {
    skipLine();
    var disposition = "";
    var contentType = "";
    while (true) {
      int start = at;
      skipLine();
      if (at - start > LONGEST_HEADER) {
        throw refused(
            "body", "a header of " + (at - start) + " bytes", "at most " + LONGEST_HEADER);
      }
      var header = Arrays.copyOfRange(bytes, start, at);
      var line =
          Utf8.decode(header)
              .orElseThrow(() -> notText("a header of a part", header.length))
              .strip();
      if (line.isEmpty()) {
        return new Headers(disposition, contentType);
      }
      var name = line.toLowerCase(Locale.ROOT);
      if (name.startsWith("content-disposition:")) {
        disposition = line;
      } else if (name.startsWith(CONTENT_TYPE)) {
        contentType = line.substring(CONTENT_TYPE.length()).strip();
      }
    }
  }

  private void skipLine() {
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    if (at == bytes.length) {
      throw refused("body", "a part without content", "header lines, a blank line, content");
    }
    at++;
  }

  private int lineEndBefore(int end) {
    int stop = end;
    if (stop > 0 && bytes[stop - 1] == '\n') {
      stop--;
    }
    if (stop > 0 && bytes[stop - 1] == '\r') {
      stop--;
    }
    return stop;
  }

  private int indexOf(byte[] what, int from) {
    for (int i = from; i <= bytes.length - what.length; i++) {
      int k = 0;
      while (k < what.length && bytes[i + k] == what[k]) {
        k++;
      }
      if (k == what.length && (i == 0 || bytes[i - 1] == '\n')) {
        return i;
      }
    }
    return -1;
  }

  /** By lower-case name; of several with one name the first counts. */
  private static Map<String, String> parameters(String disposition) {
    Map<String, String> parameters = new HashMap<>();
    var type = DISPOSITION.matcher(disposition);
    if (type.lookingAt()) {
      var parameter = PARAMETER.matcher(disposition).region(type.end(), disposition.length());
      while (parameter.find()) {
        var quoted = parameter.group(2);
        parameters.putIfAbsent(
            parameter.group(1).toLowerCase(Locale.ROOT),
            quoted == null ? parameter.group(3) : quoted.replace("\\\"", "\""));
      }
    }
    return parameters;
  }

  private static RefusedException notText(String field, int length) {
    return refused(field, length + " bytes that are not text", "UTF-8");
  }

  private static RefusedException refused(String field, String given, String expected) {
    return new RefusedException(new ApiError.Invalid(List.of(new Problem(field, given, expected))));
  }
}
