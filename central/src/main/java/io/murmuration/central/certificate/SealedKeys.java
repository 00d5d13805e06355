package io.murmuration.central.certificate;

import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys that all nodes share, opened. Blocks for database round trips; thread-safe. */
public final class SealedKeys {
  private final Transactions transactions;
  private final Sealer sealer;
  private final SealedKeyRepository repository = new SealedKeyRepository();

  SealedKeys(Transactions transactions, Sealer sealer) {
    this.transactions = transactions;
    this.sealer = sealer;
  }

  /**
   * Reads the node's master key; makes one if neither the directory nor the database holds a key.
   *
   * @throws UnusableKeyException if there is no master key for the keys in the database
   */
  public static SealedKeys open(
      Transactions transactions, Path dataDirectory, SecureRandom random) {
    if (MasterKey.exists(dataDirectory)) {
      return new SealedKeys(transactions, new Sealer(MasterKeys.read(dataDirectory), random));
    }
    if (transactions.inTx(new SealedKeyRepository()::holdsAny)) {
      throw new UnusableKeyException(
          ("master key %s is missing, but the database holds keys that it sealed; copy the file"
                  + " from the node that created the hub, or from its backup")
              .formatted(dataDirectory.resolve(MasterKey.FILE_NAME)));
    }
    MasterKey.generate(dataDirectory, random);
    return new SealedKeys(transactions, new Sealer(MasterKeys.read(dataDirectory), random));
  }

  /** Seals with the same master key. */
  public Sealer sealer() {
    return sealer;
  }

  /** A secret and, for key pairs, its certificate as PEM. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OpenKey(int keyId, byte[] secret, @Nullable String certificate) {
    /** Never the secret. */
    @Override
    public String toString() {
      return "key " + keyId;
    }
  }

  /**
   * All keys of a purpose, oldest first; never empty. The first node to ask makes key 1; of nodes
   * that ask at once one wins, and all get the winner's.
   *
   * @throws UnusableKeyException if a key was sealed by another master key
   */
  List<OpenKey> openOrCreate(String purpose, Supplier<OpenKey> first) {
    var rows = transactions.inTx(tx -> repository.find(tx, purpose));
    if (rows.isEmpty()) {
      var made = first.get();
      byte[] sealed = sealer.seal(purpose, made.keyId(), made.secret());
      var row = new SealedKeyRepository.Row(made.keyId(), sealed, made.certificate());
      rows =
          transactions.inTx(tx -> {
            var _ = repository.insertIfAbsent(tx, purpose, row);
            return repository.find(tx, purpose);
          });
    }
    return rows.stream().map(row -> open(purpose, row)).toList();
  }

  /** Adds a key, unless another node has added one of this id: then that one counts. */
  void add(String purpose, OpenKey key) {
    byte[] sealed = sealer.seal(purpose, key.keyId(), key.secret());
    var row = new SealedKeyRepository.Row(key.keyId(), sealed, key.certificate());
    var _ = transactions.inTx(tx -> repository.insertIfAbsent(tx, purpose, row));
  }

  /** As {@link #add(String, OpenKey)}, in a transaction of the caller; false if it was there. */
  boolean add(Tx tx, String purpose, OpenKey key) {
    byte[] sealed = sealer.seal(purpose, key.keyId(), key.secret());
    return repository.insertIfAbsent(
        tx, purpose, new SealedKeyRepository.Row(key.keyId(), sealed, key.certificate()));
  }

  /** All keys of a purpose, oldest first; empty if nobody made one yet. */
  List<OpenKey> known(String purpose) {
    return transactions.inTx(tx -> repository.find(tx, purpose)).stream()
        .map(row -> open(purpose, row))
        .toList();
  }

  private OpenKey open(String purpose, SealedKeyRepository.Row row) {
    return new OpenKey(
        row.keyId(), sealer.open(purpose, row.keyId(), row.sealed()), row.certificate());
  }
}
