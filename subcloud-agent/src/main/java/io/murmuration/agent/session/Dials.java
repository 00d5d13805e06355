package io.murmuration.agent.session;

import java.io.IOException;

/** Hands out dial numbers; blocks until the number is durable. */
@FunctionalInterface
public interface Dials {
  long next() throws IOException;
}
