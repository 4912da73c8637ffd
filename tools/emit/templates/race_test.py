#!/usr/bin/env python3
"""@TITLE@

@ORIGIN@

The client @HOLDS@
and opens the next one whenever it has seen one end, as RFC 9113 section 5.1.2 allows. A server
that still counts the stream it has ended refuses the new one: the test fails and says which.

    python3 @FILE@ HOST:PORT                      0: passes, 1: refused, 2: not tested
    H2_TARGET=HOST:PORT python3 -m unittest @MODULE@

H2_TARGET may be https://HOST:PORT; H2_PATH, H2_OCTETS (of that path's content), H2_CYCLES and
H2_CONNECTIONS replace what is recorded below. Nothing but Python's standard library is needed.
"""

import os
import socket
import ssl
import struct
import sys
import unittest

TARGET = os.environ.get("H2_TARGET", "@TARGET@")
PATH = os.environ.get("H2_PATH", "@PATH@")
OCTETS = int(os.environ.get("H2_OCTETS", -1 if "H2_PATH" in os.environ else @OCTETS@))
CYCLES = int(os.environ.get("H2_CYCLES", @CYCLES@))
CONNECTIONS = int(os.environ.get("H2_CONNECTIONS", @CONNECTIONS@))
METHOD = "@METHOD@"
PARKED_PATH = "@PARKED_PATH@"
MODE = "@MODE@"  # park: all but one stream wait for credit; saturate: none does
END = "@END@"  # what ends a stream: data, headers, trailers, or reset: by the client

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    0, 1, 3, 4, 6, 7, 8, 9)
END_STREAM, ACK, END_HEADERS = 1, 1, 4
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE = 3, 4
CREDIT = 2 ** 30
PATIENCE = 10  # seconds without an octet
NAMES = ("NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
         "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
         "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED")
REFUSALS = (1, 7)  # PROTOCOL_ERROR, REFUSED_STREAM


class Refused(AssertionError):
    """The server refused a stream that the limit allows."""


class NotTested(Exception):
    """Nothing can be said about the server."""


def code_name(code):
    return NAMES[code] if code < len(NAMES) else "error code %d" % code


def integer(value, bits):
    """RFC 7541 section 5.1, the other bits being 0."""
    most = 2 ** bits - 1
    if value < most:
        return bytes([value])
    out, value = bytearray([most]), value - most
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    out.append(value)
    return bytes(out)


def field(name, value):
    """A literal field without indexing (RFC 7541 section 6.2.2), no Huffman code."""
    name, value = name.encode(), value.encode()
    return b"\0" + integer(len(name), 7) + name + integer(len(value), 7) + value


class Connection:
    def __init__(self, target):
        self.tls = target.startswith("https://")
        self.authority = target.split("://")[-1].rstrip("/")
        host, _, port = self.authority.rpartition(":")
        try:
            self.socket = socket.create_connection((host.strip("[]"), int(port)), PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                context = ssl.create_default_context()
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                context.set_alpn_protocols(["h2"])
                self.socket = context.wrap_socket(self.socket, server_hostname=host)
                if self.socket.selected_alpn_protocol() != "h2":
                    raise NotTested("%s does not agree to h2 by ALPN" % target)
        except (OSError, ValueError) as error:
            raise NotTested("cannot connect to '%s': %s" % (target, error)) from None
        self.buffer = b""
        self.limit = None  # none advertised
        self.acknowledged = False  # our SETTINGS
        self.pings = 0  # acknowledged
        self.owed = 0  # octets of DATA not yet given back to the connection's window
        self.next_stream = 1
        self.parked = set()
        self.active = {}  # stream: its cycle
        self.answered = set()  # of those, with HEADERS
        self.octets = {}
        self.ending = None  # HEADERS with END_STREAM whose field block goes on
        self.last_ended = 0

    # What is sent.

    def send(self, kind, flags, stream, payload=b""):
        head = struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream)
        try:
            self.socket.sendall(head + payload)
        except OSError as error:
            raise NotTested("the connection broke: %s" % error) from None

    def open(self, method, path):
        """The only place that opens a stream: never above the limit."""
        if len(self.parked) + len(self.active) >= self.limit:
            raise AssertionError("this client would exceed the limit")
        stream, self.next_stream = self.next_stream, self.next_stream + 2
        self.send(HEADERS, END_STREAM | END_HEADERS, stream,
                  field(":method", method) + field(":scheme", "https" if self.tls else "http") +
                  field(":authority", self.authority) + field(":path", path))
        return stream

    def credit(self, stream, octets):
        self.send(WINDOW_UPDATE, 0, stream, struct.pack(">I", octets))

    # What is received.

    def read(self, octets):
        while len(self.buffer) < octets:
            try:
                if hasattr(socket, "TCP_QUICKACK"):  # a late ACK would let the server's write lag
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                some = self.socket.recv(65536)
            except OSError as error:
                raise NotTested("no answer: %s" % error) from None
            if not some:
                raise NotTested("the server closed the connection")
            self.buffer += some
        taken, self.buffer = self.buffer[:octets], self.buffer[octets:]
        return taken

    def receive(self):
        """Takes one frame."""
        head = self.read(9)
        length, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
        stream = int.from_bytes(head[5:], "big") & 0x7FFFFFFF
        payload = self.read(length)
        if kind == SETTINGS:
            self.settings(flags, payload)
        elif kind == PING:
            if flags & ACK:
                self.pings += 1
            else:
                self.send(PING, ACK, 0, payload)
        elif kind == GOAWAY:
            self.goaway(int.from_bytes(payload[4:8], "big"))
        elif kind == RST_STREAM:
            self.reset(stream, int.from_bytes(payload, "big"))
        elif kind == DATA:
            self.data(stream, flags, length)
        elif kind == HEADERS:
            if flags & END_STREAM:
                self.ending = stream
            self.headers(stream, flags)
        elif kind == CONTINUATION:
            self.headers(stream, flags)

    def settings(self, flags, payload):
        if flags & ACK:
            self.acknowledged = True
            return
        for at in range(0, len(payload), 6):
            name, value = struct.unpack(">HI", payload[at:at + 6])
            if name == MAX_CONCURRENT_STREAMS:
                self.limit = value
        self.send(SETTINGS, ACK, 0)

    def goaway(self, code):
        if code in REFUSALS and self.active:
            raise Refused(self.story(max(self.active), "GOAWAY", code))
        raise NotTested("GOAWAY with %s" % code_name(code))

    def reset(self, stream, code):
        if stream in self.parked:
            raise NotTested("%s for stream %d, which only waits" % (code_name(code), stream))
        if stream in self.active:
            if code in REFUSALS and stream not in self.answered:
                raise Refused(self.story(stream, "RST_STREAM", code))
            raise NotTested("RST_STREAM with %s on stream %d" % (code_name(code), stream))

    def headers(self, stream, flags):
        if not flags & END_HEADERS:
            return
        if stream in self.active and stream not in self.answered:
            self.answered.add(stream)
            if END == "reset":
                self.send(RST_STREAM, 0, stream, struct.pack(">I", 8))  # CANCEL
                self.closed(stream)
                return
            if self.ending != stream:  # only now: what comes next travels alone
                self.credit(stream, CREDIT)
        if self.ending == stream:
            self.ending = None
            self.ended(stream, HEADERS)

    def data(self, stream, flags, length):
        self.owed += length
        if self.owed >= 2 ** 20:
            self.credit(0, self.owed)
            self.owed = 0
        self.octets[stream] = self.octets.get(stream, 0) + length
        if flags & END_STREAM:
            self.ended(stream, DATA)

    def ended(self, stream, kind):
        octets = self.octets.pop(stream, 0)
        if stream in self.parked:
            raise NotTested("stream %d ended without credit: %s does not park; a path with content "
                            "does" % (stream, PARKED_PATH))
        if stream not in self.active:
            return
        if OCTETS >= 0 and octets != OCTETS:
            raise NotTested("%s has %d octets of content, not %d: set H2_PATH, or H2_OCTETS"
                            % (PATH, octets, OCTETS))
        if kind != (DATA if END == "data" else HEADERS):
            raise NotTested("%s does not end with %s" % (PATH, END))
        self.closed(stream)

    def closed(self, stream):
        del self.active[stream]
        self.answered.discard(stream)
        self.octets.pop(stream, None)
        self.last_ended = stream

    def story(self, stream, frame, code):
        return ("stream %d, cycle %d: %s with %s (%d). This client had %d of %d streams open, this "
                "one among them; it opened it after the end of stream %d (RFC 9113 section 5.1.2)."
                % (stream, self.active[stream], frame, code_name(code), code,
                   len(self.parked) + len(self.active), self.limit, self.last_ended))

    # What happens.

    def settle(self):
        """A barrier: the server has processed all that was sent before."""
        wanted = self.pings + 1
        self.send(PING, 0, 0, b"barrier!")
        while self.pings < wanted:
            self.receive()

    def greet(self):
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        settings = [(2, 0)]  # ENABLE_PUSH
        if MODE == "park":
            settings.append((INITIAL_WINDOW_SIZE, 0))
        self.send(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *one) for one in settings))
        self.credit(0, CREDIT)
        while not self.acknowledged:
            self.receive()
        self.settle()
        if not self.limit:
            raise NotTested("the server advertises %s"
                            % ("no limit" if self.limit is None else "a limit of 0"))

    def run(self, first, cycles):
        """Opens so many streams, each when the one before it has ended."""
        width = 1 if MODE == "park" else self.limit
        if MODE == "park":
            while len(self.parked) < self.limit - 1:
                self.parked.add(self.open("GET", PARKED_PATH))
            self.settle()
        opened = 0
        while opened < cycles or self.active:
            while opened < cycles and len(self.active) < width:
                self.active[self.open(METHOD, PATH)] = first + opened
                opened += 1
            self.receive()


def run(target):
    each = -(-CYCLES // CONNECTIONS)
    limit = None
    for number in range(CONNECTIONS):  # what a race does depends on the connection
        connection = Connection(target)
        with connection.socket:
            connection.greet()
            connection.run(number * each + 1, each)
            limit = connection.limit
    return ("%d streams on %d connections at a limit of %d, none refused"
            % (each * CONNECTIONS, CONNECTIONS, limit))


class RaceTest(unittest.TestCase):
    def test_no_stream_within_the_limit_is_refused(self):
        if not TARGET:
            self.skipTest("set H2_TARGET to HOST:PORT")
        run(TARGET)


def main(arguments):
    target = arguments[1] if len(arguments) == 2 else TARGET
    if len(arguments) > 2 or not target:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        print("passed: " + run(target))
        return 0
    except Refused as refused:
        print("FAILED: %s" % refused)
        return 1
    except NotTested as error:
        print("not tested: %s" % error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
