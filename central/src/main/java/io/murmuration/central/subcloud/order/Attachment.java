package io.murmuration.central.subcloud.order;

/**
 * A file that is kept as it is.
 *
 * @param fileName as the client wrote it: for messages, never for opening
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
public record Attachment(String fileName, byte[] content) {
  /** Neither name nor content. */
  @Override
  public String toString() {
    return "Attachment[" + content.length + " bytes]";
  }
}
