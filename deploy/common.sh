# Sourced by the scripts here: finds a JDK, builds what is missing or older than its sources, and runs a class of it/.
# POSIX sh; expects $root.

. "$root/.mvn/jdk.sh"

flags=$(sed -n 's:.*<runtime.flags>\(.*\)</runtime.flags>.*:\1:p' "$root/pom.xml")

build_if_needed() {
  stamp=$root/it/target/built
  if [ ! -e "$stamp" ] || [ -n "$(find "$root"/*/src "$root"/*/pom.xml "$root"/schema/codegen/src "$root/pom.xml" -newer "$stamp" -type f 2>/dev/null | head -n 1)" ]; then
    echo "building (a few minutes the first time) ..."
    (cd "$root" && ./mvnw -q -Pquick -DskipTests package) || {
      echo "the build failed; see above, or run ./mvnw verify" >&2
      exit 1
    }
    touch "$stamp"
  fi
}

# run CLASS ARGUMENT...
run() {
  class=$1
  shift
  # $flags is a list of words
  # shellcheck disable=SC2086
  exec "$JAVA_HOME/bin/java" $flags -Xmx512m -cp "$root/it/target/classes:$root/it/target/lib/*" "$class" "$@"
}
