package io.murmuration.central.gateway.wire;

import io.murmuration.proto.HubFrame;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftPolicy;

/** The drift policy of a subcloud as its agent is told. Stateless. */
public final class DriftFrames {
  private DriftFrames() {}

  public static HubFrame frame(DriftPolicy policy) {
    return HubFrame.newBuilder().setDriftPolicy(policy(policy)).build();
  }

  public static io.murmuration.proto.DriftPolicy policy(DriftPolicy policy) {
    var frame = io.murmuration.proto.DriftPolicy.newBuilder();
    policy
        .decisions()
        .forEach((subject, decision) ->
            frame.addRules(
                io.murmuration.proto.DriftPolicy.Rule.newBuilder()
                    .setKind(subject.kind().wireName())
                    .setType(subject.type())
                    .setReport(decision.mode() == DriftMode.REPORT)));
    return frame.build();
  }
}
