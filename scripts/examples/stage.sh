# shellcheck shell=bash disable=SC2154
# The stage on which the examples are recorded: two network namespaces joined by one cable. The gateway stands in one,
# callers and carriers in the other, and the capture is taken at the gateway's end, so each packet is in it once.
# Sourced by scripts/record-examples. The machine's own interfaces are left alone.

gateway=siptally-gw-$$
outside=siptally-out-$$
work=$(mktemp -d)

# Runs a program in the background.
start() { # NAMESPACE LOG COMMAND…
    local namespace=$1 log=$2
    shift 2
    ip netns exec "$namespace" "$@" >"$work/$log" 2>&1 </dev/null &
}

# Ends whatever runs in the two namespaces; nothing is there but what was started here.
stop_all() {
    local namespace id
    for namespace in "$gateway" "$outside"; do
        for id in $(ip netns pids "$namespace" 2>/dev/null); do kill -TERM "$id" 2>/dev/null || true; done
    done
    wait
}

leave() {
    local status=$?
    trap - EXIT
    stop_all
    ip netns del "$gateway" 2>/dev/null || true
    ip netns del "$outside" 2>/dev/null || true
    rm -rf "$work"
    exit "$status"
}

build_stage() {
    local namespace address
    trap leave EXIT
    trap 'exit 130' INT TERM
    ip netns add "$gateway"
    ip netns add "$outside"
    ip link add eth0 netns "$gateway" address 02:00:00:00:00:01 type veth \
        peer name eth0 netns "$outside" address 02:00:00:00:00:02
    for namespace in "$gateway" "$outside"; do
        # Without this the kernel would leave checksums to hardware that is not there, and the capture would show wrong ones.
        ip netns exec "$namespace" ethtool -K eth0 tx off rx off gso off tso off gro off >/dev/null
        ip netns exec "$namespace" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
        ip -n "$namespace" link set lo up
        ip -n "$namespace" link set eth0 up
    done
    ip -n "$gateway" address add 192.0.2.1/24 dev eth0
    ip -n "$gateway" address add 198.51.100.1/24 dev eth0
    for address in 192.0.2.{11..22}/24 192.0.2.{31..32}/24 198.51.100.{11..12}/24; do
        ip -n "$outside" address add "$address" dev eth0
    done
}

# Waits until a text appears in a log, five seconds at most.
await() { # LOG TEXT
    local _
    for _ in {1..50}; do
        if grep -qs "$2" "$work/$1"; then return; fi
        sleep 0.1
    done
    echo "no \"$2\" in $1 within five seconds" >&2
    return 1
}

# Waits until somebody listens on port 5060 of an address.
await_listener() { # NAMESPACE udp|tcp ADDRESS
    local _
    for _ in {1..50}; do
        if [ -n "$(ip netns exec "$1" ss -Hln "--$2" "src $3 and sport = 5060")" ]; then return; fi
        sleep 0.1
    done
    echo "nobody listens on $3 ($2) within five seconds" >&2
    return 1
}

start_capture() { # FILE
    start "$gateway" tcpdump.log tcpdump -i eth0 -n --immediate-mode -U -Z root -w "$1" 'udp or tcp or icmp'
    capture=$!
    await tcpdump.log 'listening on'
}

stop_capture() {
    sleep 0.5
    kill -INT "$capture"
    wait "$capture"
    grep -q '^0 packets dropped by kernel' "$work/tcpdump.log"
}

start_gateway() { # [kamailio options…]
    start "$gateway" kamailio.log kamailio -f "$here/examples/kamailio.cfg" -DD -E -m 32 -M 8 -Y "$work" -w "$work" "$@"
    await_listener "$gateway" tcp 198.51.100.1
}

# A carrier or a telephone that answers calls; the number decides how (uas.xml).
answer() { # ADDRESS [udp|tcp]
    local transport=${2:-udp}
    start "$outside" "uas-$1-$transport.log" sipp -sf "$here/examples/uas.xml" -i "$1" -p 5060 \
        -t "${transport:0:1}1" -nostdin -cid_str "%u@%s"
    await_listener "$outside" "$transport" "$1"
}

# One exchange's or subscriber's calls, in the foreground: fails if any did not go as its file says.
call() { # SCENARIO CALLER_ADDRESS NUMBER [SIPp options…]
    local scenario=$1 address=$2 number=$3
    local log="uac-$scenario-$address.log"
    shift 3
    # Of options given twice SIPp takes the last, but of keys with one name the first.
    if ! ip netns exec "$outside" sipp 192.0.2.1:5060 -sf "$here/examples/$scenario.xml" -i "$address" -p 5060 \
        -s "$number" -cid_str "%u-$scenario@%s" -m 1 "$@" -key caller +12025550101@example.net \
        -nostdin -timeout 90s -timeout_error >"$work/$log" 2>&1 </dev/null
    then
        echo "$scenario to $number from $address failed:" >&2
        grep -aE -- '-{6,}>|<-{6,}' "$work/$log" >&2 || true
        return 1
    fi
}
