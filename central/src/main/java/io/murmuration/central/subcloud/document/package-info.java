/**
 * The documents that come with a subcloud, as values with a place: what file and form say together,
 * what of it is secret, and its JSON form. Pure, and without anything of HTTP.
 */
@NullMarked
package io.murmuration.central.subcloud.document;

import org.jspecify.annotations.NullMarked;
