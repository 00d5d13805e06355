/**
 * The contract's subclouds: the inventory of sites and what an operator does to it. Read in this
 * order: {@link io.murmuration.central.subcloud.SubcloudRoutes}, {@link
 * io.murmuration.central.subcloud.SubcloudService}, {@link
 * io.murmuration.central.subcloud.SubcloudRules}, {@link
 * io.murmuration.central.subcloud.SubcloudRepository}.
 *
 * <p>A subcloud gets here as a record only; nothing installs or bootstraps its site yet. It is
 * {@code not-deployed} until its agent enrols.
 */
@NullMarked
package io.murmuration.central.subcloud;

import org.jspecify.annotations.NullMarked;
