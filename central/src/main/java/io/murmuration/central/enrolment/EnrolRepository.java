package io.murmuration.central.enrolment;

import static io.murmuration.schema.jooq.Tables.ENROLMENT;
import static io.murmuration.schema.jooq.Tables.ENROLMENT_TOKEN;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.murmuration.central.enrolment.EnrolRules.Token;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;

/** SQL of {@link Enroller}. Each method is one statement for the whole batch. */
final class EnrolRepository {
  /** A new enrolment and the token and key that it comes from. */
  record New(UUID enrolment, SubcloudId subcloud, String tokenHash, String keyHash) {}

  private static final String INSERT =
      """
      INSERT INTO enrolment (id, subcloud_id, state, created_at)
      SELECT v.id::uuid, v.subcloud, 'active', {2} FROM unnest({0}, {1}) AS v(id, subcloud)
      """;

  private static final String BIND =
      """
      UPDATE enrolment_token t
      SET used_at = {3}, key_hash = decode(v.key, 'hex'), enrolment_id = v.enrolment::uuid
      FROM unnest({0}, {1}, {2}) AS v(token, key, enrolment)
      WHERE t.token_hash = decode(v.token, 'hex') AND t.used_at IS NULL
      """;

  private static final String DEPLOYED =
      """
      UPDATE subcloud SET deploy_status = 'complete', updated_at = {1}
      WHERE id = ANY ({0}) AND deploy_status IN ('not-deployed', 'create-complete')
      """;

  /** Locks the subclouds that the tokens are for, in the order of ids; their names by id. */
  Map<Integer, String> lockSubclouds(Tx tx, Collection<String> tokenHashes) {
    return tx.sql()
        .select(SUBCLOUD.ID, SUBCLOUD.NAME)
        .from(SUBCLOUD)
        .where(
            SUBCLOUD.ID.in(
                select(ENROLMENT_TOKEN.SUBCLOUD_ID)
                    .from(ENROLMENT_TOKEN)
                    .where(isOneOf(tokenHashes))))
        .orderBy(SUBCLOUD.ID)
        .forNoKeyUpdate()
        .fetchMap(SUBCLOUD.ID, SUBCLOUD.NAME);
  }

  /** Tokens by hash, locked. */
  Map<String, Token> tokens(Tx tx, Collection<String> tokenHashes) {
    return tx
        .sql()
        .select(
            ENROLMENT_TOKEN.TOKEN_HASH,
            ENROLMENT_TOKEN.SUBCLOUD_ID,
            ENROLMENT_TOKEN.EXPIRES_AT,
            ENROLMENT_TOKEN.KEY_HASH,
            ENROLMENT_TOKEN.ENROLMENT_ID)
        .from(ENROLMENT_TOKEN)
        .where(isOneOf(tokenHashes))
        .orderBy(ENROLMENT_TOKEN.TOKEN_HASH)
        .forUpdate()
        .fetch(row ->
            new Token(
                HexFormat.of().formatHex(row.value1()),
                row.value2(),
                row.value3(),
                row.value4() == null ? null : HexFormat.of().formatHex(row.value4()),
                row.value5()))
        .stream()
        .collect(Collectors.toMap(Token::hash, Function.identity()));
  }

  /** Those of the subclouds that have an active enrolment. */
  List<SubcloudId> enrolled(Tx tx, Collection<SubcloudId> subclouds) {
    return tx.sql()
        .select(ENROLMENT.SUBCLOUD_ID)
        .from(ENROLMENT)
        .where(ENROLMENT.SUBCLOUD_ID.eq(any(TokenRepository.ids(subclouds))))
        .and(ENROLMENT.STATE.eq("active"))
        .orderBy(ENROLMENT.SUBCLOUD_ID)
        .fetch(row -> new SubcloudId(row.value1()));
  }

  void insert(Tx tx, List<New> enrolments, Instant now) {
    tx.sql()
        .execute(
            INSERT,
            val(texts(enrolments, e -> e.enrolment().toString())),
            val(TokenRepository.ids(enrolments.stream().map(New::subcloud).toList())),
            val(now));
  }

  void bindTokens(Tx tx, List<New> enrolments, Instant now) {
    tx.sql()
        .execute(
            BIND,
            val(texts(enrolments, New::tokenHash)),
            val(texts(enrolments, New::keyHash)),
            val(texts(enrolments, e -> e.enrolment().toString())),
            val(now));
  }

  /**
   * An agent that enrols proves that its site is deployed. No node keeps the deploy status in
   * memory, so neither the generation nor a change tells of it.
   */
  void markDeployed(Tx tx, List<New> enrolments, Instant now) {
    tx.sql()
        .execute(
            DEPLOYED,
            val(TokenRepository.ids(enrolments.stream().map(New::subcloud).toList())),
            val(now.atOffset(ZoneOffset.UTC).toLocalDateTime()));
  }

  private static Condition isOneOf(Collection<String> tokenHashes) {
    return ENROLMENT_TOKEN.TOKEN_HASH.in(
        tokenHashes.stream().map(hash -> HexFormat.of().parseHex(hash)).toList());
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
