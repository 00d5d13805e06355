package io.murmuration.central.release.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.security.auth.x500.X500Principal;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes patches as the platform's tools make them, and signs them. */
public final class TestSigner {
  private static final BigInteger ONES = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private final KeyPair pair;
  private final X509Certificate certificate;

  public TestSigner(String name) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      pair = generator.generateKeyPair();
      var subject = new X500Principal("CN=" + name);
      var now = Instant.now();
      certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          subject,
                          BigInteger.ONE,
                          Date.from(now.minus(Duration.ofDays(2))),
                          Date.from(now.minus(Duration.ofDays(1))),
                          subject,
                          pair.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The usual members of a patch, in their usual order. */
  public static Map<String, byte[]> members(String id, String version, byte[] software) {
    var xml =
        """
        <?xml version="1.0" ?>
        <patch><id>%s</id><sw_version>%s</sw_version><summary>Fixes a thing</summary>
        <reboot_required>Y</reboot_required><requires><id>other</id></requires></patch>
        """
            .formatted(id, version);
    var members = new LinkedHashMap<String, byte[]>();
    members.put("metadata.tar", tar(Map.of("metadata.xml", xml.getBytes(StandardCharsets.UTF_8))));
    members.put("software.tar", software);
    return members;
  }

  /** A patch of these members with both signatures. */
  public byte[] patch(Map<String, byte[]> members) {
    return packed(members, pss(joined(members)));
  }

  public byte[] patch(String id, String version, byte[] software) {
    return patch(members(id, version, software));
  }

  /** As older tools sign. */
  public byte[] patchOfOlderTools(Map<String, byte[]> members) {
    return packed(members, pkcs1(joined(members)));
  }

  /** The check sum is right, the signature is whatever is given. */
  public static byte[] packed(Map<String, byte[]> members, byte[] signature) {
    var all = new LinkedHashMap<>(members);
    all.put("signature", checkSum(members).getBytes(StandardCharsets.US_ASCII));
    if (signature.length > 0) {
      all.put("signature.v2", signature);
    }
    return gzip(tar(all));
  }

  private static byte[] joined(Map<String, byte[]> members) {
    var joined = new ByteArrayOutputStream();
    members.values().forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static String checkSum(Map<String, byte[]> members) {
    var sum = ONES;
    for (var content : members.values()) {
      try {
        sum = sum.xor(new BigInteger(1, MessageDigest.getInstance("MD5").digest(content)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return sum.toString(16);
  }

  public byte[] pss(byte[] content) {
    try {
      var signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initSign(pair.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] pkcs1(byte[] content) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] tar(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] gzip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
