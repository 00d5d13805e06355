package io.murmuration.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final Tickets<String> tickets = new Tickets<>();

  @Test
  void anAnswerVoidsWhatWasAskedBeforeOfItsKindOnly() {
    long first = tickets.issue(Kind.PLATFORM, "first");
    long other = tickets.issue(Kind.IDENTITY, "other");
    long second = tickets.issue(Kind.PLATFORM, "second");
    assertThat(tickets.take(Kind.PLATFORM, second)).isEqualTo("second");
    assertThat(tickets.take(Kind.PLATFORM, first)).isNull();
    assertThat(tickets.take(Kind.IDENTITY, other)).isEqualTo("other");
  }

  @Test
  void aTicketOfAnEarlierStreamIsWorthNothing() {
    long old = tickets.issue(Kind.PLATFORM, "old");
    tickets.clear();
    long next = tickets.issue(Kind.PLATFORM, "next");
    assertThat(next).isGreaterThan(old);
    assertThat(tickets.take(Kind.PLATFORM, old)).isNull();
    assertThat(tickets.take(Kind.PLATFORM, 0)).isNull();
  }
}
