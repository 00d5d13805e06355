package io.murmuration.central.subcloud.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Content.Sink;
import io.murmuration.central.api.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The members of a JSON object, encoded once: {@code "id":7,"name":"edge-7",…} without braces. Each
 * member can be had by its own. Immutable.
 */
final class RecordText {
  private final List<String> keys;
  private final byte[] text;
  private final int[] ends;

  private RecordText(List<String> keys, byte[] text, int[] ends) {
    this.keys = keys;
    this.text = text;
    this.ends = ends;
  }

  /**
   * @param keys of every object that comes here: shared, so that they are kept once
   */
  static RecordText of(List<String> keys, ObjectNode json) {
    var text = new ByteArrayOutputStream(1_024);
    var ends = new int[keys.size()];
    for (int i = 0; i < ends.length; i++) {
      if (i > 0) {
        text.write(',');
      }
      text.writeBytes(Json.bytes(keys.get(i)));
      text.write(':');
      text.writeBytes(Json.bytes(json.get(keys.get(i))));
      ends[i] = text.size();
    }
    return new RecordText(keys, text.toByteArray(), ends);
  }

  static List<String> keys(ObjectNode json) {
    var keys = new ArrayList<String>();
    json.fieldNames().forEachRemaining(keys::add);
    return List.copyOf(keys);
  }

  List<String> keys() {
    return keys;
  }

  /** The same with another value of one key. */
  RecordText with(String key, byte[] value) {
    int index = keys.indexOf(key);
    int valueAt = start(index) + Json.bytes(key).length + 1;
    int more = value.length - (ends[index] - valueAt);
    var next = Arrays.copyOf(text, text.length + more);
    System.arraycopy(value, 0, next, valueAt, value.length);
    System.arraycopy(text, ends[index], next, ends[index] + more, text.length - ends[index]);
    var nextEnds = ends.clone();
    for (int i = index; i < nextEnds.length; i++) {
      nextEnds[i] += more;
    }
    return new RecordText(keys, next, nextEnds);
  }

  void all(Sink sink) {
    sink.put(text);
  }

  /** {@code "key":value}. */
  void member(int index, Sink sink) {
    sink.put(text, start(index), ends[index] - start(index));
  }

  void value(int index, Sink sink) {
    int from = start(index) + Json.bytes(keys.get(index)).length + 1;
    sink.put(text, from, ends[index] - from);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1] + 1;
  }
}
