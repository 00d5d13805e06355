@NullMarked
package io.murmuration.agent.operation;

import org.jspecify.annotations.NullMarked;
