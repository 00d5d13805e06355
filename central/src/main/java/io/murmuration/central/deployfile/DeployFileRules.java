package io.murmuration.central.deployfile;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which files may be uploaded, for which releases (contract, subcloud-deploy). Pure. */
final class DeployFileRules {
  private static final String ZIP = "application/zip";
  private static final int LONGEST_NAME = 255;

  private final SystemController controller;
  private final DeployFileLimits limits;

  DeployFileRules(SystemController controller, DeployFileLimits limits) {
    this.controller = controller;
    this.limits = limits;
  }

  /**
   * The release that is meant; none given means the system controller's own.
   *
   * @throws RefusedException 400 if it is not supported
   */
  String release(Optional<String> given) {
    List<Problem> problems = new ArrayList<>();
    var release = release(given, problems);
    refuse(problems);
    return release;
  }

  /**
   * @throws RefusedException 400 with every mistake in the form
   */
  Upload upload(Multipart form) {
    List<Problem> problems = new ArrayList<>();
    requireCombination(given(form), problems);
    var release = release(form.field("release"), problems);
    List<DeployFile> files = new ArrayList<>();
    for (var option : given(form)) {
      file(form, option, problems).ifPresent(files::add);
    }
    refuse(problems);
    return new Upload(release, files);
  }

  /** What a deletion takes away: without a flag everything, else what the flags name. */
  static Set<DeployOption> toDelete(boolean deploymentFiles, boolean prestageImages) {
    var options = EnumSet.noneOf(DeployOption.class);
    if (deploymentFiles || !prestageImages) {
      options.addAll(DeployOption.DEPLOYMENT_FILES);
    }
    if (prestageImages || !deploymentFiles) {
      options.add(DeployOption.PRESTAGE_IMAGES);
    }
    return options;
  }

  /** Also what came as a plain field: it is named, so it must be a file. */
  private static Set<DeployOption> given(Multipart form) {
    var given = EnumSet.noneOf(DeployOption.class);
    form.fields().keySet().forEach(name -> DeployOption.fromWireName(name).ifPresent(given::add));
    form.files().forEach(file -> DeployOption.fromWireName(file.name()).ifPresent(given::add));
    return given;
  }

  private static void requireCombination(Set<DeployOption> given, List<Problem> problems) {
    if (given.equals(EnumSet.of(DeployOption.PRESTAGE_IMAGES))) {
      return;
    }
    for (var required : List.of(DeployOption.PLAYBOOK, DeployOption.CHART)) {
      if (!given.contains(required)) {
        problems.add(
            new Problem(
                required.wireName(),
                "nothing",
                "a file; deploy_playbook and deploy_chart together, or prestage_images alone"));
      }
    }
  }

  private String release(Optional<String> given, List<Problem> problems) {
    var release = given.filter(text -> !text.isEmpty()).orElse(controller.release());
    if (!controller.supports(release)) {
      problems.add(
          new Problem(
              "release",
              release,
              "%s or one of %s"
                  .formatted(
                      controller.release(),
                      controller.supportedReleases().stream().sorted().toList())));
    }
    return release;
  }

  private Optional<DeployFile> file(Multipart form, DeployOption option, List<Problem> problems) {
    var part = form.file(option.wireName()).filter(file -> !file.fileName().isEmpty());
    if (part.isEmpty()) {
      problems.add(new Problem(option.wireName(), "no file name", "a file"));
      return Optional.empty();
    }
    var sentName = part.get().fileName();
    var baseName = baseName(sentName);
    if (!isUsable(baseName)) {
      problems.add(
          new Problem(
              option.wireName(), sentName, "a file name of 1 to 255 characters, none a control"));
      return Optional.empty();
    }
    return entries(option, part.get(), baseName, problems)
        .map(entries -> new DeployFile(option, sentName, baseName, entries));
  }

  private Optional<List<DeployFile.Entry>> entries(
      DeployOption option, Multipart.FilePart part, String baseName, List<Problem> problems) {
    if (option == DeployOption.PLAYBOOK && isZip(part)) {
      return PlaybookArchive.unpack(option.wireName(), part.content(), baseName, limits, problems);
    }
    int size = part.content().length;
    if (size > limits.mostBytes()) {
      problems.add(
          new Problem(
              option.wireName(), size + " bytes", "at most %d".formatted(limits.mostBytes())));
      return Optional.empty();
    }
    return Optional.of(List.of(new DeployFile.Entry(baseName, part.content())));
  }

  /** A playbook with roles comes as an archive under the playbook's name; only its type tells. */
  private static boolean isZip(Multipart.FilePart part) {
    return part.contentType().toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(ZIP);
  }

  private static String baseName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static boolean isUsable(String baseName) {
    return !baseName.isBlank()
        && !Set.of(".", "..").contains(baseName)
        && baseName.chars().noneMatch(Character::isISOControl)
        && StorableText.fits(baseName, LONGEST_NAME);
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
  }
}
