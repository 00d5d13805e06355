package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.subcloud.bootstrap.StoredValues;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.form.UpdateForm;
import io.murmuration.central.subcloud.install.InstallContext;
import io.murmuration.central.subcloud.install.InstallRules;
import io.murmuration.central.subcloud.install.StoredInstall;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.stored.DocumentRepository;
import io.murmuration.central.subcloud.stored.RehomeData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an update makes of the documents it brings: install values and rehome data. Pure. */
sealed interface SiteUpdate {
  record Wrong(ApiError error) implements SiteUpdate {}

  /**
   * New values; null leaves a value as it is.
   *
   * @param dataInstall JSON text, secrets masked
   * @param rehomeData JSON text, without secrets
   * @param documents to keep for later phases, by name; with secrets
   */
  record Right(
      @Nullable String dataInstall,
      @Nullable String rehomeData,
      @Nullable String systemControllerGateway,
      Map<String, byte[]> documents)
      implements SiteUpdate {
    public Right {
      documents = Map.copyOf(documents);
    }
  }

  static SiteUpdate of(Subcloud now, UpdateForm form) {
    var documents = form.documents();
    var rehome = RehomeData.parse(now.rehomeData());
    if (documents.bootstrapAddress().isPresent()
        && documents.bootstrapValues().isEmpty()
        && rehome.isEmpty()) {
      return new Wrong(
          new ApiError.Unprocessable(
              "bootstrap_address: %s (expected: bootstrap_values with it, or stored before)"
                  .formatted(documents.bootstrapAddress().get())));
    }
    var gateway = documents.bootstrapValues().flatMap(SiteUpdate::gatewayField);
    if (gateway.isPresent() && IpAddress.parse(gateway.get()).isEmpty()) {
      return new Wrong(
          new ApiError.Invalid(
              List.of(
                  documents
                      .bootstrapValues()
                      .get()
                      .problem("systemcontroller_gateway_address", "an IP address"))));
    }
    var data = rehomeData(rehome, documents);
    if (documents.installValues().isEmpty()) {
      return new Right(null, data, newGateway(now, gateway), Map.of());
    }
    var install = InstallRules.check(documents.installValues().get(), context(now, form));
    var values = install.values();
    return values == null
        ? new Wrong(new ApiError.Invalid(install.problems()))
        : new Right(
            Secrets.masked(values).toString(),
            data,
            newGateway(now, gateway),
            Map.of(
                DocumentRepository.INSTALL_VALUES,
                values.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static InstallContext context(Subcloud now, UpdateForm form) {
    return new InstallContext(
        form.release() == null ? now.softwareVersion() : form.release(),
        false,
        form.documents().bmcPassword(),
        Arrays.stream(IpFamily.values())
            .filter(family -> family.number().equals(now.network().oamFamily()))
            .findFirst(),
        Optional.empty(),
        StoredInstall.of(now.dataInstall()));
  }

  private static @Nullable String rehomeData(
      Optional<RehomeData> stored, UpdateForm.Documents documents) {
    var data = stored;
    if (documents.bootstrapValues().isPresent()) {
      var values = documents.bootstrapValues().get();
      data =
          Optional.of(
              stored
                  .map(before -> before.with(values))
                  .orElseGet(() -> RehomeData.of(StoredValues.of(values))));
    } else if (documents.bootstrapAddress().isEmpty()) {
      return null;
    }
    return data.map(saved -> documents.bootstrapAddress().map(saved::at).orElse(saved).text())
        .orElse(null);
  }

  /** The first of a pair counts. */
  private static Optional<String> gatewayField(SiteValues values) {
    return values
        .text("systemcontroller_gateway_address")
        .map(text -> text.split(",", -1)[0].strip());
  }

  private static @Nullable String newGateway(Subcloud now, Optional<String> gateway) {
    return gateway
        .map(StoredValues::canonical)
        .filter(text -> !text.equals(now.network().systemControllerGatewayIp()))
        .orElse(null);
  }
}
