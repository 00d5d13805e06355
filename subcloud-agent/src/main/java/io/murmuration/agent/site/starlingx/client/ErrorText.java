package io.murmuration.agent.site.starlingx.client;

import io.murmuration.proto.canonical.InvalidJsonException;

/**
 * The sentence in a service's error. sysinv wraps it: {@code {"error_message":
 * "{\"faultstring\":\"…\"}"}}, or the inner object as it is. Stateless.
 */
final class ErrorText {
  private static final int LONGEST = 300;

  private ErrorText() {}

  /** The sentence, or {@code HTTP <status>} if there is none. */
  static String of(Reply.Answered reply) {
    var sentence = clean(sentence(parse(reply.body())));
    return sentence.isEmpty() ? "HTTP " + reply.status() : sentence;
  }

  /** One line of bounded length, whatever the service sent. */
  static String clean(String text) {
    var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String sentence(Row error) {
    var wrapped = error.row("error_message");
    if (error.has("error_message") && wrapped.fields().isEmpty()) {
      var text = error.text("error_message");
      wrapped = parse(text);
      if (wrapped.fields().isEmpty()) {
        return text;
      }
    }
    return wrapped.fields().isEmpty() ? error.text("faultstring") : wrapped.text("faultstring");
  }

  private static Row parse(String json) {
    try {
      return Row.parse(json);
    } catch (InvalidJsonException _) {
      return Row.EMPTY; // a proxy's page in HTML: nothing an operator could use
    }
  }
}
