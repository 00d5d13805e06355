package io.murmuration.central.subcloud.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeMapTest {
  private final RangeMap<Integer> map = new RangeMap<>();

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.9, false",
    "10.0.0.1, 10.0.0.10, true",
    "10.0.0.12, 10.0.0.13, true",
    "10.0.0.20, 10.0.0.99, true",
    "10.0.0.21, 10.0.0.99, false",
    "10.0.0.1, 10.0.0.99, true",
    "::a:0:a, ::a:0:14, false"
  })
  void rangesMeetAtEachOfTheirEnds(String start, String end, boolean meet) {
    map.add(range("10.0.0.10", "10.0.0.20"), 1);

    assertThat(map.firstIn(range(start, end)).isPresent()).isEqualTo(meet);
  }

  @Test
  void theLastAddressesOfBothFamiliesAreAddressesLikeOthers() {
    var v4 = range("255.255.255.250", "255.255.255.255");
    var v6 =
        range("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    map.add(v4, 1);
    map.add(v6, 2);

    assertThat(map.firstIn(v4)).contains(1);
    assertThat(map.firstIn(v6)).contains(2);
    map.remove(v4, 1);
    map.remove(v6, 2);
    assertThat(map.firstIn(v4)).isEmpty();
    assertThat(map.firstIn(v6)).isEmpty();
  }

  @Test
  void oneOfTwoHoldersOfARangeMayGo() {
    var range = range("10.0.0.10", "10.0.0.20");
    map.add(range, 1);
    map.add(range, 2);

    map.remove(range, 1);

    assertThat(map.firstIn(range)).contains(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itAnswersAsAWalkOverAllRangesWould(long seed) {
    var random = new Random(seed);
    Map<Integer, IpRange> all = new TreeMap<>();
    for (int step = 0; step < 400; step++) {
      int holder = random.nextInt(40);
      var before = all.remove(holder);
      if (before != null) {
        map.remove(before, holder);
      } else {
        var range = any(random);
        all.put(holder, range);
        map.add(range, holder);
      }
      var asked = any(random);
      var expected = walk(all, asked);
      assertThat(map.firstIn(asked).isPresent()).isEqualTo(!expected.isEmpty());
      map.firstIn(asked).ifPresent(found -> assertThat(expected).contains(found));
    }
    all.forEach((holder, range) -> map.remove(range, holder));
    assertThat(map.firstIn(range("0.0.0.0", "255.255.255.255"))).isEmpty();
    assertThat(map.firstIn(range("::", "ffff::"))).isEmpty();
  }

  private static List<Integer> walk(Map<Integer, IpRange> all, IpRange asked) {
    List<Integer> found = new ArrayList<>();
    all.forEach((holder, range) -> {
      if (range.start().compareTo(asked.end()) <= 0 && asked.start().compareTo(range.end()) <= 0) {
        found.add(holder);
      }
    });
    return found;
  }

  private static IpRange any(Random random) {
    int start = random.nextInt(200);
    int end = start + random.nextInt(30);
    return random.nextBoolean()
        ? range("10.0.0." + start, "10.0.0." + end)
        : range("fd00::" + Integer.toHexString(start), "fd00::" + Integer.toHexString(end));
  }

  private static IpRange range(String start, String end) {
    return new IpRange(IpAddress.parse(start).orElseThrow(), IpAddress.parse(end).orElseThrow());
  }
}
