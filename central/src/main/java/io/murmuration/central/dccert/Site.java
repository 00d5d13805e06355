package io.murmuration.central.dccert;

import io.murmuration.sync.model.SubcloudId;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud whose admin endpoint needs a certificate.
 *
 * @param region names the certificate, because a subcloud may be renamed
 * @param held null if it was never given one
 */
record Site(SubcloudId id, String region, @Nullable HeldCertificate held) {}
