package io.murmuration.central.release.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Releases as REST shows them. */
final class ReleaseJson {
  private ReleaseJson() {}

  static ObjectNode of(Release release) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("release_id", release.id());
    json.put("sw_version", release.version());
    json.put("state", "available");
    json.put("summary", release.summary());
    json.put("reboot_required", release.rebootRequired());
    json.put("signed", release.signedBy() != null);
    json.put("signed_by", release.signedBy());
    json.put("size", release.size());
    var files = json.putArray("files");
    for (var file : release.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("sha256", file.content().sha256().hex())
          .put("size", file.content().size());
    }
    json.put("registered_by", release.registeredBy());
    json.put("registered_at", release.registeredAt().toString());
    return json;
  }
}
