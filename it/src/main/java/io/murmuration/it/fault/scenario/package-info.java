/**
 * What is done to a cluster, one fault at a time: by the tests with few agents, on demand with many
 * and measured.
 */
@NullMarked
package io.murmuration.it.fault.scenario;

import org.jspecify.annotations.NullMarked;
