package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Revocations of tokens. They need nothing: a token may be revoked before its user is known. */
final class RevocationWriter extends RowSetWriter {
  RevocationWriter(Tables tables) {
    super(tables, IdentityType.REVOCATION_EVENT);
  }

  @Override
  Optional<SiteResult> obstacle(String name, List<SortedMap<String, @Nullable Object>> rows) {
    return Optional.empty();
  }
}
