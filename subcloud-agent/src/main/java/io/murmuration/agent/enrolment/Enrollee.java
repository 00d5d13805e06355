package io.murmuration.agent.enrolment;

import io.murmuration.agent.lane.Lane;
import java.nio.file.Path;

/** One of the agents of a process, as far as its enrolment is concerned. */
public interface Enrollee {
  /** For logs. */
  String name();

  /** Its identity is kept below. */
  Path directory();

  Lane lane();

  /** Whether to try again when the hub cannot be asked. */
  boolean isWanted();
}
