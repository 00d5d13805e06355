package io.murmuration.central.api;

/** The methods that resources of the contract know; any other one is 405. */
public enum HttpMethod {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
