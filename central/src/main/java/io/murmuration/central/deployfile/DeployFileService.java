package io.murmuration.central.deployfile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Use cases of deploy files, each one transaction. One upload at a time on each node, because an
 * archive is unpacked in memory; a second one is told to come again. Thread-safe; blocks; refuses
 * by {@link RefusedException}.
 */
final class DeployFileService {
  private final Transactions transactions;
  private final Commits commits;
  private final DeployFileRepository files;
  private final ReentrantLock uploading = new ReentrantLock();

  DeployFileService(Transactions transactions, Commits commits, DeployFileRepository files) {
    this.transactions = transactions;
    this.commits = commits;
    this.files = files;
  }

  Map<DeployOption, StoredFile> list(String release) {
    return transactions.inTx(tx -> files.list(tx, release));
  }

  /**
   * @param form read inside, so that the bound on memory holds for it too
   */
  Upload upload(Request request, Supplier<Upload> form) {
    if (!uploading.tryLock()) {
      throw new RefusedException(
          new ApiError.Unavailable("Another upload is under way; nothing was stored. Try again."));
    }
    try {
      return store(request, form.get());
    } finally {
      uploading.unlock();
    }
  }

  private Upload store(Request request, Upload upload) {
    return commits.inTx(
        request.requestId(),
        tx -> {
          var release = upload.release();
          files.open(tx, release);
          files.lock(tx, release);
          var before = files.list(tx, release);
          upload.files().forEach(file -> files.replace(tx, release, file));
          record(tx, request, "upload", release, before);
          return upload;
        });
  }

  void delete(Request request, String release, Set<DeployOption> options) {
    commits.inTx(
        request.requestId(),
        tx -> {
          if (!files.lock(tx, release)) {
            throw new RefusedException(
                new ApiError.NotFound("No deploy files were uploaded for release " + release));
          }
          var before = files.list(tx, release);
          files.delete(tx, release, options);
          record(tx, request, "delete", release, before);
          return options;
        });
  }

  private void record(
      Tx tx, Request request, String verb, String release, Map<DeployOption, StoredFile> before) {
    AuditTrail.record(
        tx,
        AuditEntry.of(request, verb + " deploy-files", "release " + release)
            .with(digest(before), digest(files.list(tx, release))));
  }

  private static String digest(Map<DeployOption, StoredFile> stored) {
    var json = JsonNodeFactory.instance.objectNode();
    stored.forEach((option, file) -> {
      var entries = json.putObject(option.wireName()).put("file_name", file.baseName());
      file.digests().forEach(entries.putObject("entries")::put);
    });
    return ContentDigest.of(json);
  }
}
