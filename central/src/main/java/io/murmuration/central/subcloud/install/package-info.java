/**
 * What the other documents of a subcloud must fulfil: install values, deploy configuration,
 * cloud-init archive (contract, file inputs). Pure; all mistakes of a document at once, the one
 * that the contract names first standing first.
 */
@NullMarked
package io.murmuration.central.subcloud.install;

import org.jspecify.annotations.NullMarked;
