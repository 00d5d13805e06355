/**
 * Every answer of every test over HTTP against the OpenAPI document, and the table of which test
 * shows which answer.
 */
@NullMarked
package io.murmuration.central.testing.contract;

import org.jspecify.annotations.NullMarked;
