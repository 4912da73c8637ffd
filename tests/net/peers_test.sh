#!/usr/bin/env bash
# Real peers against h2sim: curl, nghttp and h2load against serve; get against nghttpd and nginx.
# Exit code 77 (skipped) where none of them is installed.
#
#   peers_test.sh path/to/h2sim

set -u
PATH=$PATH:/usr/sbin
h2sim=$1
folder=$(mktemp -d)
pids=()
failures=0
ran=0

# shellcheck disable=SC2317  # by trap
cleanup() {
    ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null
    wait
    rm -rf "$folder"
}
trap cleanup EXIT

have() { command -v "$1" >/dev/null; }

# check NAME EXPECTED ACTUAL
check() {
    ran=$((ran + 1))
    if [[ $2 == "$3" ]]; then
        echo "ok   $1"
    else
        echo "FAIL $1"
        echo "  expected: $2"
        echo "  got:      $3"
        failures=$((failures + 1))
    fi
}

# Starts serve with these arguments; sets url.
serve() {
    local out
    out=$(mktemp -p "$folder")
    "$h2sim" serve --listen 127.0.0.1:0 "$@" >"$out" 2>"$out.log" &
    pids+=($!)
    until [[ -s $out ]]; do
        kill -0 "${pids[-1]}" 2>/dev/null || { cat "$out.log"; exit 1; }
        sleep 0.05
    done
    read -r _ _ _ url <"$out"
    url=${url%/}
}

free_port() {
    python3 -c '
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

wait_for_port() {
    for _ in {1..100}; do
        (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.05
    done
    echo "nothing listens on port $1"
    exit 1
}

readonly hello='h2sim is listening'
have curl || have nghttp || have h2load || have nghttpd || have nginx || exit 77

serve
clear=$url
serve --self-signed
tls=$url

if have curl && curl --version | grep -q HTTP2; then
    h2c() { curl -s --max-time 10 --http2-prior-knowledge "$@"; }
    h2s() { curl -sk --max-time 10 --http2 "$@"; }
    check "curl, cleartext" "$hello" "$(h2c "$clear/")"
    check "curl, TLS" "$hello 2" "$(h2s -w '%{http_version}' "$tls/" | tr '\n' ' ')"
    check "curl, 3 MB" 3000000 "$(h2s "$tls/bytes/3000000" | wc -c)"
    head -c 2000000 /dev/urandom >"$folder/upload"
    check "curl, echo" "$(cksum <"$folder/upload")" \
        "$(h2s --data-binary "@$folder/upload" "$tls/echo" | cksum)"
    check "curl, HEAD" 200 "$(h2c -I -o /dev/null -w '%{http_code}' "$clear/bytes/9")"
    check "curl, 404" 404 "$(h2c -o /dev/null -w '%{http_code}' "$clear/nope")"
    check "curl, informational responses" "$hello" "$(h2c "$clear/1xx")"
    check "curl, trailers" "$hello" "$(h2c "$clear/trailers")"
    check "curl, drip" "piece 1 piece 2 " "$(h2c "$clear/drip?n=2&delay=20" | tr '\n' ' ')"
    check "curl, GOAWAY" "$hello" "$(h2c "$clear/goaway")"
    check "curl, slow reader" 1000000 "$(h2c --limit-rate 2M "$clear/bytes/1000000" | wc -c)"
    h2c "$clear/reset/CANCEL" >/dev/null
    check "curl, reset" 92 $?
    curl -s --max-time 10 --http1.1 "$clear/" >/dev/null
    check "curl, HTTP/1.1 in cleartext fails" 1 $(($? != 0))
    curl -sk --max-time 10 --http1.1 "$tls/" >/dev/null
    check "curl, HTTP/1.1 over TLS fails" 35 $?
fi

if have nghttp; then
    check "nghttp, frames" 1 "$(nghttp -nv "$clear/" | grep -c 'recv (stream_id=13) :status: 200')"
    check "nghttp, TLS" "$hello" "$(nghttp "$tls/" 2>/dev/null)"
    check "nghttp, many" 10 \
        "$(nghttp -ns -m 10 "$clear/bytes/100000" | grep -c '200.* /bytes/100000')"
    nghttp -n -H ':method: POST' -d "$h2sim" --no-content-length \
        "$clear/slow-sink?bytes=99999999&delay=1"
    check "nghttp, upload" 0 $?
fi

if have h2load; then
    load() {
        h2load "$@" | grep '^requests:' | sed 's/.*started, //'
    }
    check "h2load, one connection" \
        "100000 done, 100000 succeeded, 0 failed, 0 errored, 0 timeout" \
        "$(load -n 100000 -c 1 -m 100 "$clear/")"
    check "h2load, TLS, ten connections" \
        "20000 done, 20000 succeeded, 0 failed, 0 errored, 0 timeout" \
        "$(load -n 20000 -c 10 -m 100 "$tls/bytes/100")"
    check "h2load, larger contents" \
        "500 done, 500 succeeded, 0 failed, 0 errored, 0 timeout" \
        "$(load -n 500 -c 5 -m 20 "$clear/bytes/200000")"
fi

if have openssl; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
        -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
fi
mkdir "$folder/www"
echo "from a file" >"$folder/www/hello.txt"
head -c 3000000 /dev/urandom >"$folder/www/large"
large=$(cksum <"$folder/www/large")

# get_all NAME URL ARGUMENTS…: what get must be able to do with that server
get_all() {
    local name=$1 at=$2
    shift 2
    check "get from $name" "from a file" "$("$h2sim" get "$at/hello.txt" "$@")"
    check "get from $name, 3 MB" "$large" "$("$h2sim" get "$at/large" "$@" | cksum)"
    check "get from $name, 5000 requests" "0 failed" \
        "$("$h2sim" get "$at/hello.txt" -n 5000 "$@" | grep -o '0 failed')"
    "$h2sim" get "$at/nothing" --fail "$@" >/dev/null 2>&1
    check "get from $name, 404 with --fail" 1 $?
}

if have nghttpd; then
    port=$(free_port)
    nghttpd --no-tls -d "$folder/www" "$port" >/dev/null 2>&1 &
    pids+=($!)
    wait_for_port "$port"
    get_all "nghttpd" "http://127.0.0.1:$port"
    if [[ -s $folder/cert.pem ]]; then
        port=$(free_port)
        nghttpd -d "$folder/www" "$port" "$folder/key.pem" "$folder/cert.pem" >/dev/null 2>&1 &
        pids+=($!)
        wait_for_port "$port"
        get_all "nghttpd, TLS" "https://127.0.0.1:$port" --cafile "$folder/cert.pem"
    fi
fi

if have nginx && [[ -s $folder/cert.pem ]]; then
    port=$(free_port)
    tls_port=$(free_port)
    cat >"$folder/nginx.conf" <<END
daemon off;
worker_processes 1;
error_log $folder/nginx.log;
pid $folder/nginx.pid;
events {}
http {
    access_log off;
    client_body_temp_path $folder/a;
    proxy_temp_path $folder/b;
    fastcgi_temp_path $folder/c;
    uwsgi_temp_path $folder/d;
    scgi_temp_path $folder/e;
    server {
        listen 127.0.0.1:$port http2;
        listen 127.0.0.1:$tls_port ssl http2;
        ssl_certificate $folder/cert.pem;
        ssl_certificate_key $folder/key.pem;
        root $folder/www;
    }
}
END
    chmod 755 "$folder"
    nginx -c "$folder/nginx.conf" 2>/dev/null &
    pids+=($!)
    wait_for_port "$port"
    get_all "nginx" "http://127.0.0.1:$port"
    get_all "nginx, TLS" "https://127.0.0.1:$tls_port" --cafile "$folder/cert.pem"
fi

((ran > 0)) || exit 77
echo "$ran checks, $failures failed"
exit $((failures > 0))
