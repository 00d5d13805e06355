/**
 * What is asked for when a subcloud is added, all documents and flags together, and what is wrong
 * with it. One pure pass over everything, without anything of HTTP or of the database, so that one
 * request and a whole fleet's declaration are judged alike.
 */
@NullMarked
package io.murmuration.central.subcloud.order;

import org.jspecify.annotations.NullMarked;
