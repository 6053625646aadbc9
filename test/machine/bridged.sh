#!/bin/sh
# Runs an engine on a network bridge of its own and takes the bridge away when the engine has ended:
#   bridged.sh BRIDGE A.B.C PROGRAM ARG…
# Engines that manage iptables themselves rewrite each other's chains, and on one bridge they would take each
# other's address away. So the engine runs with --iptables=false, and its bridge gets the three rules it needs here.
bridge=$1 network=$2
shift 2

rules() {
  iptables --wait -t nat "$1" POSTROUTING -s "$network.0/24" ! -o "$bridge" -j MASQUERADE
  iptables --wait "$1" FORWARD -i "$bridge" -j ACCEPT
  iptables --wait "$1" FORWARD -o "$bridge" -j ACCEPT
}

set -e
ip link add "$bridge" type bridge
trap 'set +e; rules -D; ip link delete "$bridge"' EXIT
ip address add "$network.1/24" dev "$bridge"
ip link set "$bridge" up
echo 1 > /proc/sys/net/ipv4/ip_forward
rules -I
set +e

"$@" &
engine=$!
# The engine gets the signal too, as one of the group: only wait for its orderly end.
trap : TERM INT HUP
code=129
while [ "$code" -gt 128 ] && kill -0 "$engine" 2>/dev/null; do
  wait "$engine"
  code=$?
done
exit "$code"
