package io.murmuration.proto.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CanonicalDigestTest {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] PAYLOAD = "{\"nameservers\":[\"10.0.0.2\"]}".getBytes(UTF_8);

  private final CanonicalDigest digest = new CanonicalDigest(1, 1, KEY);

  /** Vectors: a change here is a new field set, since sites and hubs of other builds compare. */
  @Test
  void theVectorsHold() {
    var item = digest.item("platform", "dns", "default", PAYLOAD);
    assertThat(hex(item))
        .isEqualTo("b9bd60cab290c23f12d6338204e778b822ead6015708725d165e84e2441595e4");
    var items = new TreeMap<String, byte[]>();
    items.put("default", item);
    var type = digest.type("platform", "dns", items);
    assertThat(hex(type))
        .isEqualTo("8acfd15a1beddcd5ff9990eca3d25108110e769d82a91ba84c5fd6cb3511a434");
    var types = new TreeMap<String, byte[]>();
    types.put("dns", type);
    assertThat(hex(digest.root("platform", types)))
        .isEqualTo("eb5fd58aa9873c4012fb7aae0671b2b4ffa390c50d847deececef4adaf44c1da");
    assertThat(hex(digest.root("platform", new TreeMap<>())))
        .isEqualTo("7a2ebceda49d16ec7872440414270698871761730f4ac7b7cf9873a78c60e4db");
  }

  @Test
  void theBytesAreLevelFieldSetAndPartsWithTheirLengths() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte('I');
      out.writeByte(1);
      for (var part : new String[] {"platform", "dns", "default"}) {
        out.writeInt(part.length());
        out.writeBytes(part);
      }
      out.writeInt(PAYLOAD.length);
      out.write(PAYLOAD);
    }
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    assertThat(digest.item("platform", "dns", "default", PAYLOAD))
        .isEqualTo(mac.doFinal(bytes.toByteArray()));
  }

  @Test
  void movingAByteFromOnePartToTheNextChangesTheDigest() {
    assertThat(digest.item("platform", "dn", "sdefault", PAYLOAD))
        .isNotEqualTo(digest.item("platform", "dns", "default", PAYLOAD));
  }

  @Test
  void anotherKeyGivesAnotherDigest() {
    var other = new CanonicalDigest(2, 1, "another key of thirty-two bytes!".getBytes(UTF_8));
    assertThat(other.item("platform", "dns", "default", PAYLOAD))
        .isNotEqualTo(digest.item("platform", "dns", "default", PAYLOAD));
  }

  @Test
  void manyThreadsShareOneInstance() {
    Set<String> digests =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(_ -> hex(digest.item("platform", "dns", "default", PAYLOAD)))
            .collect(Collectors.toSet());
    assertThat(digests).hasSize(1);
  }

  @Test
  void aShortKeyAndAnUnknownFieldSetAreRefused() {
    assertThatThrownBy(() -> new CanonicalDigest(1, 1, new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 16 or more");
    assertThatThrownBy(() -> new CanonicalDigest(1, CanonicalDigest.FIELD_SET + 1, KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field set");
  }

  @Test
  void theKeyIsNotPrinted() {
    assertThat(digest).hasToString("digest key 1");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
