/**
 * What several features read from a request in the same way: the parameters of a listing ({@link
 * io.murmuration.central.api.request.QueryReader}) and the subclouds that an order is for ({@link
 * io.murmuration.central.api.request.TargetReader}). All mistakes of a request are told at once.
 */
@NullMarked
package io.murmuration.central.api.request;

import org.jspecify.annotations.NullMarked;
