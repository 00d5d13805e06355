/**
 * What a subcloud's bootstrap values must fulfil (contract, bootstrap_values): over the namespace
 * that file and form fields share, to a checked site plan or all mistakes at once. Pure; the facts
 * about other subclouds come in through {@link
 * io.murmuration.central.subcloud.bootstrap.Neighbours}.
 */
@NullMarked
package io.murmuration.central.subcloud.bootstrap;

import org.jspecify.annotations.NullMarked;
