package io.murmuration.agent.session;

import java.io.IOException;
import java.util.Optional;

/**
 * The address of the hub that welcomed this agent last, kept over restarts: it is dialled first. A
 * hint and no more; both methods may block.
 */
public interface LastHub {
  /** Remembers nothing. */
  LastHub NONE =
      new LastHub() {
        @Override
        public Optional<String> read() {
          return Optional.empty();
        }

        @Override
        public void write(String address) {}
      };

  /** Empty if there was none yet, or it cannot be read. */
  Optional<String> read();

  void write(String address) throws IOException;
}
