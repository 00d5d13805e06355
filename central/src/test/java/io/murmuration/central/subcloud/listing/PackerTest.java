package io.murmuration.central.subcloud.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.Content;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of rows that were packed apart are unpacked as one. */
class PackerTest {
  private final StatusTexts texts = new StatusTexts();
  private final Packer packer = new Packer();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 1_000})
  void whatIsUnpackedIsThePlainList(int rows) throws IOException {
    var plain = list(rows(rows));
    assertThat(unpacked(packer.pack(plain))).isEqualTo(bytes(plain));
    assertThat(unpacked(Packer.packWhole(plain))).isEqualTo(bytes(plain));
    assertThat(bytes(plain)).hasSize((int) plain.length());
  }

  @Test
  void aChangedAddedOrRemovedRowIsPackedAnew() throws IOException {
    var rows = rows(400);
    packer.pack(list(rows));

    rows.set(200, row(201, "changed"));
    assertThat(unpacked(packer.pack(list(rows)))).isEqualTo(bytes(list(rows)));
    rows.remove(5);
    assertThat(unpacked(packer.pack(list(rows)))).isEqualTo(bytes(list(rows)));
    rows.add(row(401, "added"));
    assertThat(unpacked(packer.pack(list(rows)))).isEqualTo(bytes(list(rows)));
  }

  @Test
  void theSameListIsPackedOnce() {
    var plain = list(rows(300));
    assertThat(packer.pack(plain)).isSameAs(packer.pack(plain));
  }

  private static ListContent list(List<Row> rows) {
    return new ListContent(List.copyOf(rows), Projection.LISTED);
  }

  private List<Row> rows(int count) {
    var rows = new ArrayList<Row>();
    for (int id = 1; id <= count; id++) {
      rows.add(row(id, "edge-" + id));
    }
    return rows;
  }

  private Row row(long id, String name) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("name", name)
            .put("region-name", "region-" + id)
            .put("management-state", "managed")
            .put("deploy-status", "complete");
    var stamp = new ReadRow.Stamp(0, 0, 0);
    var status = new ReadRow.Status("platform", SyncStatus.UNKNOWN, Revision.NONE, stamp);
    var read = new ReadRow(new SubcloudId(id), json, 1, false, stamp, List.of(status));
    return new Row(
        Row.Facts.of(read),
        false,
        RecordText.of(RecordText.keys(json), json),
        texts.of(List.of(status), List.of(SyncStatus.UNKNOWN)));
  }

  private static byte[] bytes(Content content) {
    var out = new ByteArrayOutputStream();
    var cursor = content.open();
    boolean more = true;
    while (more) {
      more = cursor.next(out::write);
    }
    return out.toByteArray();
  }

  private static byte[] unpacked(Content packed) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes(packed)))) {
      return in.readAllBytes();
    }
  }
}
