package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.subcloud.document.Field;
import java.util.Optional;

/** The four values of a network by which a site is reached, as somebody wrote them. */
record NetworkFields(
    Optional<Field> subnet, Optional<Field> start, Optional<Field> end, Optional<Field> gateway) {}
