package io.murmuration.central.recovery.conflict;

import io.murmuration.central.recovery.conflict.Histories.Strange;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;

/** What a stream told about one kind; a later word of the same kind counts instead. */
sealed interface Word {
  Key key();

  SessionEpoch epoch();

  /** What it is about. */
  record Key(SubcloudId id, Kind kind) {}

  /** The site holds other contents of another history. */
  record Found(Key key, SessionEpoch epoch, Strange held) implements Word {}

  /** It has what is wanted, or follows this hub's history again. */
  record Over(Key key, SessionEpoch epoch) implements Word {}
}
