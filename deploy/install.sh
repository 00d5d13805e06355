#!/bin/sh
# Lays out what runs: deploy/install.sh [DIRECTORY]       default: /usr/lib/murmuration
#   DIRECTORY/bin/central, DIRECTORY/bin/agent, their own jars in DIRECTORY/central and DIRECTORY/agent, all others in DIRECTORY/lib
# Builds first if anything is missing or old. Needs nothing at run time but a JRE 25 ($JAVA_HOME, or java on the PATH); $JAVA_OPTS are
# options of the JVM.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"

to=${1:-/usr/lib/murmuration}
build_if_needed

# launcher NAME CLASS. Each program has its own jar alone: both bring settings for the log.
launcher() {
  cat <<END
#!/bin/sh
# Made by deploy/install.sh.
here=\$(cd "\$(dirname "\$0")/.." && pwd)
java=java
[ -z "\${JAVA_HOME:-}" ] || java=\$JAVA_HOME/bin/java
# JAVA_OPTS is a list of words
# shellcheck disable=SC2086
exec "\$java" $flags \${JAVA_OPTS:-} -cp "\$here/$1/*:\$here/lib/*" $2 "\$@"
END
}

mkdir -p "$to/bin" "$to/central" "$to/agent" "$to/lib"
rm -f "$to"/central/*.jar "$to"/agent/*.jar "$to"/lib/*.jar
cp "$root"/it/target/lib/*.jar "$to/lib/"
mv "$to"/lib/central-*.jar "$to/central/"
mv "$to"/lib/subcloud-agent-*.jar "$to/agent/"
launcher central io.murmuration.central.CentralMain >"$to/bin/central"
launcher agent io.murmuration.agent.AgentMain >"$to/bin/agent"
chmod 755 "$to/bin/central" "$to/bin/agent"
echo "installed in $to: $(find "$to" -name '*.jar' | wc -l) jars"
