package io.murmuration.central.release.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.release.registry.Examination.Said;
import io.murmuration.central.release.vault.Incoming;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.central.release.vault.VaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.fileupload.MultipartStream;
import org.apache.commons.fileupload.ParameterParser;

/**
 * Reads {@code multipart/form-data} straight into the vault: parts with a file name are files, all
 * others are fields. Memory holds a buffer and the fields, however large the files are.
 */
final class ReleaseForm {
  private static final int MOST_PARTS = 32;
  private static final int MOST_FIELD = 1_000;
  private static final int BUFFER = 1 << 16;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition:\\s*(.*)$");
  private static final String SHA256 = "sha256";

  private final Vault vault;
  private final ReceivedFiles files;
  private final Map<String, String> fields = new HashMap<>();

  private ReleaseForm(Vault vault, ReceivedFiles files) {
    this.vault = vault;
    this.files = files;
  }

  /**
   * @param files get what was received, also of a form that is refused in the end
   * @throws RefusedException if it is no such form, too large, or ends early
   */
  static Said read(String contentType, InputStream body, Vault vault, ReceivedFiles files) {
    var boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      throw invalid(
          "Content-Type",
          contentType.isEmpty() ? "nothing" : contentType,
          "multipart/form-data with a boundary, or application/json");
    }
    var name = Optional.ofNullable(boundary.group(1)).orElseGet(() -> boundary.group(2));
    var form = new ReleaseForm(vault, files);
    try {
      form.parts(new MultipartStream(body, name.getBytes(ISO_8859_1), BUFFER, null));
    } catch (Incoming.TooLargeException e) {
      throw new RefusedException(new ApiError.TooLarge(String.valueOf(e.getMessage())));
    } catch (VaultException | Incoming.NoRoomException e) {
      throw new RefusedException(new ApiError.Unavailable(String.valueOf(e.getMessage())));
    } catch (IOException | IllegalArgumentException e) {
      throw invalid("body", "a form that breaks off: " + e.getMessage(), "all of it");
    }
    return form.said();
  }

  private void parts(MultipartStream form) throws IOException, VaultException {
    form.setHeaderEncoding("UTF-8");
    if (!form.skipPreamble()) {
      throw invalid("body", "no part", "at least one file");
    }
    int count = 0;
    do {
      if (++count > MOST_PARTS) {
        throw invalid("body", "more than " + MOST_PARTS + " parts", "fewer");
      }
      part(form);
    } while (form.readBoundary());
  }

  private void part(MultipartStream form) throws IOException, VaultException {
    var header = form.readHeaders();
    var parameters = parameters(header);
    var name = parameters.get("name");
    if (name == null) {
      throw invalid("Content-Disposition", header.strip(), "form-data; name=\"...\"");
    }
    var fileName = parameters.get("filename");
    if (fileName == null) {
      var text = new Field(name);
      form.readBodyData(text);
      fields.put(name, text.text());
    } else {
      file(form, baseName(fileName));
    }
  }

  /** Clients send full paths of either kind. */
  private static String baseName(String fileName) {
    return fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  }

  /** What was received is closed by whoever gave us the list, or here. */
  private void file(MultipartStream form, String name) throws IOException, VaultException {
    if (!ReleaseRules.isFileName(name)) {
      throw new RefusedException(new ApiError.Invalid(List.of(ReleaseRules.fileName(name))));
    }
    if (files.has(name)) {
      throw invalid("file", name + ", twice", "each file once");
    }
    var incoming = vault.receive();
    try {
      form.readBodyData(incoming);
      files.add(name, incoming, incoming.finish());
    } catch (IOException | VaultException | RuntimeException e) {
      incoming.close();
      throw e;
    }
  }

  private static Map<String, String> parameters(String header) {
    var disposition = DISPOSITION.matcher(header);
    if (!disposition.find()) {
      return Map.of();
    }
    var parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(disposition.group(1).strip(), ';');
  }

  private Said said() {
    Map<String, String> digests = new HashMap<>();
    for (var field : fields.entrySet()) {
      if (field.getKey().equals(SHA256)) {
        digests.put("", field.getValue());
      } else if (field.getKey().startsWith(SHA256 + ".")) {
        digests.put(field.getKey().substring(SHA256.length() + 1), field.getValue());
      }
    }
    return new Said(fields.get("release_id"), fields.get("sw_version"), digests);
  }

  private static RefusedException invalid(String field, String given, String expected) {
    return new RefusedException(new ApiError.Invalid(List.of(new Problem(field, given, expected))));
  }

  /** A field's value, which is short. */
  private static final class Field extends OutputStream {
    private final String name;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Field(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      if (bytes.size() + length > MOST_FIELD) {
        throw invalid(name, "more than that", "at most " + MOST_FIELD + " bytes");
      }
      bytes.write(from, offset, length);
    }

    String text() {
      return bytes.toString(UTF_8).strip();
    }
  }
}
