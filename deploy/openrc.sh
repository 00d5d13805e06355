# Sets OS_* so that the dcmanager command line logs in to this hub. To be sourced, by bash or zsh:
#   source deploy/openrc.sh              the running demo (deploy/demo.sh --keep), or a hub with its data under ./data
#   source deploy/openrc.sh FILE         FILE has lines OS_AUTH_URL=..., OS_USERNAME=..., OS_PASSWORD=...
# A hub of one's own: OS_AUTH_URL and OS_USERNAME may be set before; the password is asked for if no file has it.
_here=$(cd "$(dirname "${BASH_SOURCE:-$0}")/.." && pwd)
_login=${1:-$_here/it/target/demo/login}
if [ -r "$_login" ]; then
  while IFS= read -r _line || [ -n "$_line" ]; do
    case $_line in OS_AUTH_URL=* | OS_USERNAME=* | OS_PASSWORD=*) export "${_line%%=*}=${_line#*=}" ;; esac
  done <"$_login"
else
  unset OS_PASSWORD
  if [ -r data/admin.password ] && [ "${OS_USERNAME:-admin}" = admin ]; then
    OS_PASSWORD=$(cat data/admin.password)
  elif [ -t 0 ]; then
    printf 'Password of %s: ' "${OS_USERNAME:-admin}" >&2
    stty -echo && IFS= read -r OS_PASSWORD
    stty echo && echo >&2
  else
    echo "openrc.sh: no login file $_login, no data/admin.password, no terminal to ask at" >&2
  fi
  export OS_PASSWORD
fi
export OS_AUTH_URL=${OS_AUTH_URL:-http://127.0.0.1:5000/v3} OS_USERNAME=${OS_USERNAME:-admin}
export OS_PROJECT_NAME=admin OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default
export OS_IDENTITY_API_VERSION=3 OS_INTERFACE=internal OS_ENDPOINT_TYPE=internalURL OS_REGION_NAME=SystemController
# The client keeps token and address in the kernel's keyring by user name alone: those of a hub that is gone must not be used,
# nor what an environment for another hub names.
export DCCLIENT_NO_CACHE=1
unset OS_AUTH_TOKEN OS_TENANT_NAME OS_TENANT_ID OS_PROJECT_ID DCMANAGER_URL STX_AUTH_TYPE _here _login _line
