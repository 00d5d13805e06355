package io.murmuration.central.subcloud.stored;

import io.murmuration.sync.model.SubcloudId;

/** Seals a subcloud's document, so that it opens as this document of this subcloud only. */
@FunctionalInterface
public interface DocumentSealer {
  byte[] seal(SubcloudId id, String document, byte[] content);
}
