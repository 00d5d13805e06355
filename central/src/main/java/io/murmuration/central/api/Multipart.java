package io.murmuration.central.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form. Parts with a file name are files, all others are fields; either may lack a content type,
 * and a form may have no part at all.
 *
 * @param fields in the order they came; of several with one name the last counts
 * @param files in the order they came
 */
public record Multipart(Map<String, String> fields, List<FilePart> files) {
  public Multipart {
    files = List.copyOf(files);
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** The first file of that field name. */
  public Optional<FilePart> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /**
   * @param name of the field
   * @param fileName as the client wrote it, often its full path: for answers, never for opening
   * @param contentType as sent; empty if the part has none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
  public record FilePart(String name, String fileName, String contentType, byte[] content) {
    /**
     * The content as UTF-8.
     *
     * @throws RefusedException 400 if it is none
     */
    public String text() {
      return Utf8.decode(content)
          .orElseThrow(() ->
              new RefusedException(
                  new ApiError.Invalid(
                      List.of(
                          new Problem(
                              name, content.length + " bytes that are not text", "UTF-8")))));
    }

    @Override
    public String toString() {
      return "FilePart[" + name + ", " + content.length + " bytes]";
    }
  }
}
