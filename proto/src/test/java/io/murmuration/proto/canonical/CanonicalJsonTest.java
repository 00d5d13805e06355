package io.murmuration.proto.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"b\" : 1 , \"a\" : [ true , null, false ] } | {\"a\":[true,null,false],\"b\":1}",
        "\"\\u0041\\/\\u00e9\\ud83d\\ude00\\u001f\\n\" | \"A/é😀\\u001f\\n\"",
        "-0 | 0",
        "{} | {}",
        " [ ] | []",
        "9223372036854775807 | 9223372036854775807",
        "{\"é\":1,\"z\":2,\"Z\":3} | {\"Z\":3,\"z\":2,\"é\":1}",
      })
  void everySpellingHasOneCanonicalForm(String given, String canonical) throws Exception {
    assertThat(canonical(given)).isEqualTo(canonical);
    assertThat(canonical(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "1.5",
        "1e3",
        "01",
        "-",
        "+1",
        "tru",
        "nulll",
        "\"\\x\"",
        "\"\t\"",
        "\"\\u12g4\"",
        "\"open",
        "{a:1}",
        "1 2",
        "\"\\ud800\"",
        "9223372036854775808",
        "NaN",
        "'a'",
        "// no\n1",
      })
  void whatIsNoStrictJsonIsRefused(String given) {
    assertThatThrownBy(() -> canonical(given)).isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void depthAndSizeAreBounded() {
    assertThatThrownBy(() -> canonical("[".repeat(100_000)))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("deeper");
    assertThatThrownBy(() -> CanonicalJson.parse(new byte[CanonicalJson.MAX_BYTES + 1]))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessageContaining("at most");
    var long1 = "x".repeat(CanonicalJson.MAX_BYTES);
    assertThatThrownBy(() -> CanonicalJson.print(Map.of("a", long1)))
        .isInstanceOf(InvalidJsonException.class);
  }

  @Test
  void brokenUtf8IsRefused() {
    assertThatThrownBy(() -> CanonicalJson.parse(new byte[] {'"', (byte) 0xc3, '"'}))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessage("not UTF-8");
  }

  @Test
  void anErrorQuotesNoValue() {
    assertThatThrownBy(() -> canonical("{\"password\":\"s3cret\" \"x\"}"))
        .isInstanceOf(InvalidJsonException.class)
        .hasMessage("at character 21: expected ',' or '}'");
  }

  @Test
  void valuesOfJavaArePrinted() throws Exception {
    var bytes = CanonicalJson.print(Map.of("b", Arrays.asList(1, 2L, null), "a", true));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":true,\"b\":[1,2,null]}");
    assertThatThrownBy(() -> CanonicalJson.print(1.5)).isInstanceOf(InvalidJsonException.class);
  }

  private static String canonical(String json) throws InvalidJsonException {
    return new String(
        CanonicalJson.canonical(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
