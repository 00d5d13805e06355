/**
 * The hub's own alarms about subclouds, listed: {@code /v1.0/alarm-records}. Raised and cleared by
 * {@link io.murmuration.central.alarm.AlarmRecordRepository}. Read in this order: {@link
 * io.murmuration.central.alarm.record.RecordRoutes}, {@link
 * io.murmuration.central.alarm.record.RecordQuery}, {@link
 * io.murmuration.central.alarm.record.RecordListRepository}.
 */
@NullMarked
package io.murmuration.central.alarm.record;

import org.jspecify.annotations.NullMarked;
