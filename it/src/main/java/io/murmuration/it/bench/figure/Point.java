package io.murmuration.it.bench.figure;

/** One value at one place of a drawing. */
public record Point(double x, double y) {}
