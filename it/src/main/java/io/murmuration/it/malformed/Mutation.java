package io.murmuration.it.malformed;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One thing that makes a valid request wrong, in a way that varies by chance.
 *
 * @param fits requests that it makes wrong for certain
 */
record Mutation(String name, Predicate<RawRequest> fits, Change change) {
  /** Makes the wrong request. */
  @FunctionalInterface
  interface Change {
    RawRequest apply(RawRequest valid, RandomGenerator chance);
  }

  static List<Mutation> all() {
    return Stream.of(
            PathTricks.all(),
            HeaderTricks.all(),
            JsonTricks.all(),
            YamlTricks.all(),
            FormTricks.all(),
            UploadTricks.all())
        .flatMap(List::stream)
        .toList();
  }

  static Mutation of(String name, Predicate<RawRequest> fits, Change change) {
    return new Mutation(name, fits, change);
  }

  static Predicate<RawRequest> kind(RawRequest.Kind kind) {
    return request -> request.kind() == kind;
  }

  /** A word of 1 to 12 lower-case letters. */
  static String word(RandomGenerator chance) {
    return chance
        .ints(1 + chance.nextInt(12), 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static <T> T one(List<T> of, RandomGenerator chance) {
    return of.get(chance.nextInt(of.size()));
  }

  /** Bytes that are not UTF-8, wherever they stand. */
  static byte[] notText(RandomGenerator chance) {
    return one(
        List.of(
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xc0, (byte) 0xaf},
            new byte[] {(byte) 0xe2, (byte) 0x28, (byte) 0xa1},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xf8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80}),
        chance);
  }

  static byte[] inserted(byte[] body, int at, byte[] what) {
    var all = new byte[body.length + what.length];
    System.arraycopy(body, 0, all, 0, at);
    System.arraycopy(what, 0, all, at, what.length);
    System.arraycopy(body, at, all, at + what.length, body.length - at);
    return all;
  }
}
