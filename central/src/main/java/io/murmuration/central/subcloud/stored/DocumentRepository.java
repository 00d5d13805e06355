package io.murmuration.central.subcloud.stored;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.util.Map;

/**
 * Keeps the documents of a subcloud that later phases may leave out. They may hold passwords, so
 * they are sealed. They go with the subcloud. Stateless.
 */
public final class DocumentRepository {
  public static final String BOOTSTRAP_VALUES = "bootstrap_values";
  public static final String INSTALL_VALUES = "install_values";
  public static final String DEPLOY_CONFIG = "deploy_config";

  private static final String KEEP =
      """
      INSERT INTO subcloud_document (subcloud_id, document, sealed) VALUES (?, ?, ?)
      ON CONFLICT (subcloud_id, document)
      DO UPDATE SET sealed = excluded.sealed, stored_at = clock_timestamp()
      """;

  private final DocumentSealer sealer;

  public DocumentRepository(DocumentSealer sealer) {
    this.sealer = sealer;
  }

  /** Stores the documents by name; one that is there already is replaced. */
  public void keep(Tx tx, SubcloudId id, Map<String, byte[]> documents) {
    documents.forEach((name, content) ->
        tx.sql().execute(KEEP, Math.toIntExact(id.value()), name, sealer.seal(id, name, content)));
  }
}
