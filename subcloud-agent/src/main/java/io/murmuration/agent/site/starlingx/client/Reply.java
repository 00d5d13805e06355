package io.murmuration.agent.site.starlingx.client;

import java.net.http.HttpHeaders;

/** What came of one request. */
sealed interface Reply {
  record Answered(int status, HttpHeaders headers, String body) implements Reply {
    /** Neither headers nor body: they may hold a token. */
    @Override
    public String toString() {
      return "HTTP " + status;
    }
  }

  record Unanswered(Answer.Later later) implements Reply {}
}
