# Sourced by ./mvnw and deploy/*.sh: pick a JDK >= $want for Maven itself when JAVA_HOME / PATH java is older. POSIX sh.
want=25
jdk_major() { [ -x "$1/bin/javac" ] || return 1; v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null); [ -n "$v" ] || v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'); [ "${v:-0}" -ge "$want" ]; }
if ! { [ -n "${JAVA_HOME:-}" ] && jdk_major "$JAVA_HOME"; }; then
  found=
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac} || on_path=
  set +f
  for d in "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$d" ] && jdk_major "$d"; then found=$d; break; fi
  done
  [ -n "$found" ] || { echo "mvnw: no JDK >= $want found (looked at JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, ~/.jdks); install one or set JAVA_HOME" >&2; exit 1; }
  JAVA_HOME=$found; export JAVA_HOME
fi
unset -f jdk_major; unset want found on_path d v
MAVEN_OPTS="${MAVEN_OPTS:+$MAVEN_OPTS }--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"; export MAVEN_OPTS
