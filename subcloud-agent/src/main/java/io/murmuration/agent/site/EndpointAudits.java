package io.murmuration.agent.site;

import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.model.Kind;

/**
 * Looks at what a site has and nobody pushes: releases, Kubernetes, firmware, alarms.
 *
 * <p>Calls may block (each implementation bounds them) and come from any thread; for one endpoint
 * one call is under way at a time. Each endpoint fails alone: what cannot be found out is an
 * unknown verdict with words, an exception is a bug.
 */
public interface EndpointAudits {
  /** Of a site that has nothing to audit. */
  EndpointAudits NONE =
      new EndpointAudits() {
        @Override
        public AuditVerdict audit(Kind endpoint, AuditReference reference) {
          return AuditVerdict.unknown("this site is not audited");
        }

        @Override
        public AlarmReading alarms() {
          return new AlarmReading.Failed("this site has no fault manager");
        }
      };

  /**
   * Compares one endpoint with the system controller.
   *
   * @param endpoint one of {@link io.murmuration.sync.endpoint.Endpoints#AUDITED}
   */
  AuditVerdict audit(Kind endpoint, AuditReference reference);

  /** What the site's fault manager holds now. */
  AlarmReading alarms();
}
