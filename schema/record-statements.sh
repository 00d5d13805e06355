#!/bin/sh
# At a release: writes down every statement that central's tests send to PostgreSQL, as
# schema/src/test/resources/statements/schema-N.sql, where N is the newest migration. When the next release begins, put N into
# Migrations.OLDEST_THAT_MAY_RUN and delete the older file.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/.mvn/jdk.sh"
newest=$(ls "$root"/schema/src/main/resources/db/migration | sed -n 's/^V\([0-9]*\)__.*/\1/p' | sort -n | tail -n 1)
rm -f "$root"/central/target/statements-*.log
(cd "$root" && JAVA_TOOL_OPTIONS="-Djava.util.logging.config.file=$root/schema/record-statements.properties" \
  ./mvnw -q -Pquick -pl central -am test)
"$JAVA_HOME/bin/java" -cp "$root/schema/target/test-classes:$root/schema/target/classes:$root/it/target/lib/*" io.murmuration.schema.RecordStatements \
  "$root/schema/src/test/resources/statements/schema-$newest.sql" "$root"/central/target/statements-*.log
