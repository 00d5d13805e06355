/**
 * The contract's alarm summary: how many alarms are active at each subcloud. Rows come and go with
 * their subcloud, whose feature makes and resets them. Read {@link
 * io.murmuration.central.alarm.AlarmRoutes}, then {@link
 * io.murmuration.central.alarm.AlarmRepository}.
 */
@NullMarked
package io.murmuration.central.alarm;

import org.jspecify.annotations.NullMarked;
