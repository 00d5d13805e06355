package io.murmuration.central.release.registry;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.release.registry.ReceivedFiles.Received;
import io.murmuration.central.release.signature.DetachedSignature;
import io.murmuration.central.release.signature.PatchFile;
import io.murmuration.central.release.signature.Signers;
import io.murmuration.central.release.vault.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks into files that were received and decides whether they are taken, and as which release.
 * With certificates configured only what one of them signed is taken: a patch that names itself, or
 * an image with its {@code .sig}. Without, whoever registers vouches for every file by its digest.
 */
final class Examination {
  private static final String PATCH = ".patch";
  private static final String IMAGE = ".iso";
  private static final String SIGNATURE = ".sig";

  private final Signers signers;

  Examination(Signers signers) {
    this.signers = signers;
  }

  /**
   * What the form says beside the files.
   *
   * @param sha256 by file name, or under the empty name if there is one file
   */
  record Said(@Nullable String id, @Nullable String version, Map<String, String> sha256) {
    Optional<String> digestOf(String file, int files) {
      var named = sha256.get(file);
      return Optional.ofNullable(named == null && files == 1 ? sha256.get("") : named);
    }
  }

  /**
   * @throws RefusedException with every mistake at once
   */
  NewRelease examine(ReceivedFiles received, Said said) {
    var problems = new ArrayList<Problem>();
    var files = received.all();
    if (files.isEmpty()) {
      problems.add(new Problem("file", "none", "at least one part with a file name"));
    }
    for (var name : said.sha256().keySet()) {
      if (!name.isEmpty() && !received.has(name)) {
        problems.add(new Problem("sha256." + name, "given", "a file of that name in the form"));
      }
    }
    for (var file : files) {
      requireDigest(file, said.digestOf(file.name(), files.size()), problems);
    }
    refuse(problems);
    return signers.isEmpty() ? vouchedFor(received, said) : signed(received, said);
  }

  private void requireDigest(Received file, Optional<String> given, List<Problem> problems) {
    var found = file.content().sha256().hex();
    if (given.isPresent()) {
      var wanted = given.get().strip().toLowerCase(Locale.ROOT);
      if (!Sha256.isHex(wanted)) {
        problems.add(new Problem("sha256", wanted, "64 hexadecimal digits"));
      } else if (!wanted.equals(found)) {
        problems.add(new Problem("sha256 of " + file.name(), found, wanted));
      }
    } else if (signers.isEmpty()) {
      problems.add(
          new Problem(
              "sha256 of " + file.name(),
              "none",
              "the digest, because release-vault.trusted-certificates names nobody who may sign"));
    }
  }

  private static NewRelease vouchedFor(ReceivedFiles received, Said said) {
    var problems = new ArrayList<Problem>();
    var id = said.id() == null ? "" : said.id();
    var version = said.version() == null ? "" : said.version();
    ReleaseRules.requireId(id, problems);
    ReleaseRules.requireVersion(version, problems);
    refuse(problems);
    return new NewRelease(id, version, "", null, null, received.toRelease());
  }

  private NewRelease signed(ReceivedFiles received, Said said) {
    var files = received.all();
    if (files.size() == 1 && files.getFirst().name().endsWith(PATCH)) {
      return patch(received, said);
    }
    var image = files.stream().filter(file -> file.name().endsWith(IMAGE)).findFirst();
    var signature = files.stream().filter(file -> file.name().endsWith(SIGNATURE)).findFirst();
    if (files.size() == 2 && image.isPresent() && signature.isPresent()) {
      return image(received, image.get(), signature.get(), said);
    }
    throw refused(
        new Problem(
            "files",
            String.join(", ", files.stream().map(Received::name).toList()),
            "one .patch, or one .iso with its .sig, because release-vault.trusted-certificates is set and nothing else can be verified"));
  }

  private NewRelease patch(ReceivedFiles received, Said said) {
    var file = received.all().getFirst();
    return switch (PatchFile.read(file.incoming().file(), signers)) {
      case PatchFile.Read.Refused(var why) ->
          throw refused(new Problem("file", file.name(), "a signed patch; " + why));
      case PatchFile.Read.Signed(var metadata, var signedBy) -> {
        var problems = new ArrayList<Problem>();
        ReleaseRules.requireId(metadata.id(), problems);
        ReleaseRules.requireVersion(metadata.version(), problems);
        requireEqual("release_id", said.id(), metadata.id(), problems);
        requireEqual("sw_version", said.version(), metadata.version(), problems);
        refuse(problems);
        yield new NewRelease(
            metadata.id(),
            metadata.version(),
            metadata.summary(),
            metadata.rebootRequired(),
            signedBy,
            received.toRelease());
      }
    };
  }

  private NewRelease image(ReceivedFiles received, Received image, Received signature, Said said) {
    var base = image.name().substring(0, image.name().length() - IMAGE.length());
    if (!signature.name().equals(base + SIGNATURE)) {
      throw refused(new Problem("file", signature.name(), base + SIGNATURE));
    }
    try {
      var signer =
          DetachedSignature.signer(image.incoming().file(), signature.incoming().file(), signers);
      if (signer.isEmpty()) {
        throw refused(
            new Problem(
                "file", signature.name(), "made by one of release-vault.trusted-certificates"));
      }
      var plain = vouchedFor(received, said);
      return new NewRelease(
          plain.id(), plain.version(), "", true, signer.get(), received.toRelease());
    } catch (IOException e) {
      throw new RefusedException(
          new ApiError.Unavailable("The release vault cannot be read: " + e.getMessage()));
    }
  }

  private static void requireEqual(
      String field, @Nullable String said, String found, List<Problem> problems) {
    if (said != null && !said.equals(found)) {
      problems.add(new Problem(field, said, found + ", which the patch says of itself"));
    }
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
  }

  private static RefusedException refused(Problem problem) {
    return new RefusedException(new ApiError.Invalid(List.of(problem)));
  }
}
