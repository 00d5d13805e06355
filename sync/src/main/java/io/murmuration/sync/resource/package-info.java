/**
 * What is wanted: items per scope, the fold of the scopes into one set per subcloud, and the
 * difference that a push carries.
 */
@NullMarked
package io.murmuration.sync.resource;

import org.jspecify.annotations.NullMarked;
