/**
 * The contract's subcloud groups: which subclouds are treated together, and how many of them at a
 * time. Read in this order: {@link io.murmuration.central.group.GroupRoutes}, {@link
 * io.murmuration.central.group.GroupService}, {@link io.murmuration.central.group.GroupRules},
 * {@link io.murmuration.central.group.GroupRepository}.
 */
@NullMarked
package io.murmuration.central.group;

import org.jspecify.annotations.NullMarked;
