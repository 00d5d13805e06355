package io.murmuration.central.release.fetch;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import java.util.Optional;

/** Who may fetch what. Thread-safe; may block. */
@FunctionalInterface
public interface FetchGrants {
  /**
   * The content, if an open delivery of the caller's subcloud names it and its certificate and
   * enrolment are good; empty otherwise, whichever it is.
   */
  Optional<Content> granted(AgentIdentity caller, Sha256 artefact);
}
