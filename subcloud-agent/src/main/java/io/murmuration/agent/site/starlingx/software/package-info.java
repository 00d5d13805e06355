/** The site's USM as a store of releases (contract, sync and audit, section 10.4). */
@NullMarked
package io.murmuration.agent.site.starlingx.software;

import org.jspecify.annotations.NullMarked;
