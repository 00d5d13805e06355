/**
 * The system controller's own services, as far as the endpoint audits need them: releases from USM,
 * Kubernetes versions and device images from sysinv (contract, subcloud endpoints; the system
 * controller offers the same). One thread asks, once a minute or so, so that a time limit is all
 * the protection that is needed.
 */
@NullMarked
package io.murmuration.central.external.controller;

import org.jspecify.annotations.NullMarked;
