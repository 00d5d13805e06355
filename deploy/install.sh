#!/bin/sh
# Lays out what runs: deploy/install.sh [DIRECTORY]       default: /usr/lib/murmuration
#   DIRECTORY/lib/*.jar, DIRECTORY/bin/central, DIRECTORY/bin/agent
# Builds first if anything is missing or old. Needs nothing at run time but a JRE 25 ($JAVA_HOME, or java on the PATH); $JAVA_OPTS are
# options of the JVM.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"

to=${1:-/usr/lib/murmuration}
build_if_needed

# The launcher of a main class.
launcher() {
  cat <<END
#!/bin/sh
# Made by deploy/install.sh.
here=\$(cd "\$(dirname "\$0")/.." && pwd)
java=java
[ -z "\${JAVA_HOME:-}" ] || java=\$JAVA_HOME/bin/java
# JAVA_OPTS is a list of words
# shellcheck disable=SC2086
exec "\$java" $flags \${JAVA_OPTS:-} -cp "\$here/lib/*" $1 "\$@"
END
}

mkdir -p "$to/lib" "$to/bin"
rm -f "$to"/lib/*.jar
cp "$root"/it/target/lib/*.jar "$to/lib/"
launcher io.murmuration.central.CentralMain >"$to/bin/central"
launcher io.murmuration.agent.AgentMain >"$to/bin/agent"
chmod 755 "$to/bin/central" "$to/bin/agent"
echo "installed in $to: $(find "$to/lib" -name '*.jar' | wc -l) jars"
