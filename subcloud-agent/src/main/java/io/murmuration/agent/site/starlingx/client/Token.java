package io.murmuration.agent.site.starlingx.client;

/** What came of asking for a token. */
sealed interface Token {
  record Valid(String value) implements Token {
    /** Never the value. */
    @Override
    public String toString() {
      return "token";
    }
  }

  record None(Answer.Later why) implements Token {}
}
