"""h2sim probe: our own server keeps every MUST; a server that breaks one rule is caught, one that is
only unusual is not; what is no HTTP/2 server scores nothing.

usage: probe_test.py H2SIM SOURCE

Mutants and variants are proxies before `h2sim serve`: a function from a frame to frames for each
direction. A rule that a server does not enforce is one whose breach the proxy keeps from it; what
only the server can break, the proxy breaks on the way back.
"""
import collections
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

H2SIM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
ACK = END_STREAM = 1
END_HEADERS, PADDED = 4, 8
Frame = collections.namedtuple("Frame", "type flags stream payload")
REQUEST = b"\x82\x86\x84\x01\x09localhost"  # GET http://localhost/


def octets(frame):
    return (len(frame.payload).to_bytes(3, "big") + bytes([frame.type, frame.flags])
            + frame.stream.to_bytes(4, "big") + frame.payload)


def take_frame(buffer):
    """The first frame of it, with its reserved bit, or None."""
    if len(buffer) < 9 or len(buffer) < 9 + int.from_bytes(buffer[:3], "big"):
        return None
    end = 9 + int.from_bytes(buffer[:3], "big")
    frame = Frame(buffer[3], buffer[4], int.from_bytes(buffer[5:9], "big"), bytes(buffer[9:end]))
    del buffer[:end]
    return frame


class Listener:
    """Calls `talk` with each connection, in a thread of its own."""

    def __init__(self, talk):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.target = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.talk = talk
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                self.talk(connection)
            except OSError:
                pass

    def __enter__(self):
        return self.target

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Proxy(Listener):
    """`to_server` and `to_client`: frame, a dictionary of the connection's own → frames; None in
    their place ends the connection. `at_a_time`: octets in each write to the client."""

    def __init__(self, port, to_server=None, to_client=None, at_a_time=0):
        self.port = port
        self.to_server = to_server or (lambda frame, _: [frame])
        self.to_client = to_client or (lambda frame, _: [frame])
        self.at_a_time = at_a_time
        super().__init__(self.relay)

    def relay(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with socket.create_connection(("127.0.0.1", self.port)) as server:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            own = {}
            other = threading.Thread(target=self.pump, daemon=True,
                                     args=(server, client, self.to_client, own, 0, self.at_a_time))
            other.start()
            self.pump(client, server, self.to_server, own, len(PREFACE), 0)
            other.join()

    @staticmethod
    def pump(source, sink, change, own, head, at_a_time):
        buffer = bytearray()
        try:
            while True:
                got = source.recv(65536)
                if not got:
                    break
                buffer += got
                out = b""
                if head:
                    if len(buffer) < head and PREFACE.startswith(bytes(buffer)):
                        continue
                    if not buffer.startswith(PREFACE):  # no frames: as they are
                        sink.sendall(buffer)
                        buffer.clear()
                        continue
                    out, head = bytes(buffer[:head]), 0
                    del buffer[:len(PREFACE)]
                while (frame := take_frame(buffer)) is not None:
                    frames = change(frame, own)
                    if frames is None:
                        sink.sendall(out)
                        return
                    out += b"".join(map(octets, frames))
                if len(buffer) > 20_000:  # a frame that is too long, whatever it is
                    out, buffer = out + bytes(buffer), bytearray()
                step = at_a_time or len(out) or 1
                for at in range(0, len(out), step):
                    sink.sendall(out[at:at + step])
        except OSError:
            pass
        finally:
            for each in (source, sink):
                try:
                    each.shutdown(socket.SHUT_RDWR if each is sink else socket.SHUT_RD)
                except OSError:
                    pass


def probe(target, *words, timeout="0.5", jobs="8"):
    """Exit code and report."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "report.json"
        run = subprocess.run([H2SIM, "probe", "server", target, *words, "-q", "--timeout", timeout,
                              "--jobs", jobs, "--json", file], capture_output=True, text=True,
                             check=False, timeout=200, cwd=SOURCE)
        assert file.exists(), run.stderr
        return run.returncode, json.loads(file.read_text())


def failures(report):
    return [f"{case['id']}: {case['grade']}, {case['saw']}, "
            f"{[finding['rule'] for finding in case['findings']]} {case['note']}"
            for case in report["cases"]
            if not case["passed"] and case["grade"] not in ("unsupported", "inconclusive")]


def drop(such):
    return lambda frame, own: [] if such(frame) else [frame]


def ids_of(frame):
    return [int.from_bytes(frame.payload[at:at + 2], "big")
            for at in range(0, len(frame.payload) - 5, 6)]


def values_of(frame):
    return [int.from_bytes(frame.payload[at:at + 4], "big")
            for at in range(2, len(frame.payload) - 3, 6)]


def mends_settings(such):
    """SETTINGS that are so become empty ones: acknowledged, and nothing else."""
    return lambda frame, own: [frame._replace(payload=b"") if frame.type == SETTINGS and such(frame)
                               else frame]


def code(number):
    """Errors with that code."""
    def change(frame, _):
        wanted = number.to_bytes(4, "big")
        if frame.type == GOAWAY and frame.payload[4:8] != bytes(4):
            return [frame._replace(payload=frame.payload[:4] + wanted + frame.payload[8:])]
        if frame.type == RST:
            return [frame._replace(payload=wanted)]
        return [frame]
    return change


def opened(frame, own):
    """Notes the streams that HEADERS open."""
    if frame.type == HEADERS:
        own.setdefault("opened", set()).add(frame.stream)
    return own.get("opened", set())


def ignores_idle(frame, own):
    streams = opened(frame, own)
    return [] if frame.type in (RST, WINDOW, DATA) and frame.stream and frame.stream not in streams \
        else [frame]


def ignores_after_end(frame, own):
    ended = own.setdefault("ended", set())
    late = frame.stream in ended and frame.type in (DATA, HEADERS)
    if frame.type in (DATA, HEADERS) and frame.flags & END_STREAM:
        ended.add(frame.stream)
    return [] if late else [frame]


def ignores_order(frame, own):
    """A lower stream gets the next identifier that is free: it is served as if it were right."""
    if frame.type == HEADERS and frame.stream < max(opened(frame, own)):
        return [frame._replace(stream=max(own["opened"]) + 50)]
    return [frame]


def joins_blocks(frame, own):
    """Whatever stands within a field block is dropped, as if nothing had been there."""
    block = own.get("block")
    if frame.type == CONTINUATION and block is None:
        return []
    if frame.type == CONTINUATION:
        own["block"] = block._replace(payload=block.payload + frame.payload)
        if frame.flags & END_HEADERS:
            own["block"] = None
            return [block._replace(payload=block.payload + frame.payload,
                                   flags=block.flags | END_HEADERS)]
        return []
    if block is not None:
        own["block"] = None
        return [block._replace(flags=block.flags | END_HEADERS), frame]
    if frame.type == HEADERS and not frame.flags & END_HEADERS:
        own["block"] = frame
        return []
    return [frame]


def any_request_is_right(frame, _):
    if frame.type == HEADERS and frame.flags & END_HEADERS:
        return [Frame(HEADERS, END_HEADERS | END_STREAM, frame.stream, REQUEST)]
    return [] if frame.type == DATA else [frame]


def unpads(frame, _):
    if frame.type in (DATA, HEADERS) and frame.flags & PADDED:
        rest = frame.payload[1:] if frame.type == DATA else REQUEST
        return [frame._replace(flags=frame.flags & ~PADDED, payload=rest)]
    return [frame]


def opens_windows(frame, own):
    """Each stream gets credit that its client has not given."""
    return [frame] + ([Frame(WINDOW, 0, frame.stream, (60_000).to_bytes(4, "big"))]
                      if frame.type == HEADERS else [])


def no_window_overflow(frame, own):
    if frame.type == WINDOW and int.from_bytes(frame.payload[:4], "big") > 1 << 29:
        return []
    return [frame]


def appends(field, trailing=False):
    """To the fields of responses."""
    return lambda frame, _: [frame._replace(payload=field + frame.payload if trailing
                                            else frame.payload + field)
                             if frame.type == HEADERS else frame]


def after(kind, *more):
    """These frames after each of that type; of stream None: of its stream."""
    def change(frame, _):
        if frame.type != kind or kind == SETTINGS and frame.flags & ACK:
            return [frame]
        return [frame] + [each._replace(stream=frame.stream) if each.stream is None else each
                          for each in more]
    return change


def counts_acknowledgments(frame, own):
    if frame.type == SETTINGS and frame.flags & ACK:
        own["acks"] = own.get("acks", 0) + 1
        return [frame] if own["acks"] == 1 else []
    return [frame]


def at_end(frame, *more):
    return [frame] + list(more) if frame.type in (DATA, HEADERS) and frame.flags & END_STREAM \
        else [frame]


def closes_before_goaway(frame, _):
    return None if frame.type == GOAWAY and frame.payload[4:8] != bytes(4) else [frame]


def goes_on_after_goaway(frame, own):
    """GOAWAY becomes RST_STREAM."""
    if frame.type == GOAWAY and frame.payload[4:8] != bytes(4):
        return [Frame(RST, 0, 1, frame.payload[4:8])]
    return [frame]


def answers(number):
    """A response in the place of RST_STREAM with that code."""
    return lambda f, _: [Frame(HEADERS, END_HEADERS | END_STREAM, f.stream, b"\x88")] \
        if f.type == RST and f.payload == number.to_bytes(4, "big") else [f]


answers_malformed = answers(1)
answers_closed = answers(5)


def swallows_reset(frame, _):
    return [] if frame.type == RST else [frame]


def over_maximum(frame):
    return len(frame.payload) > 16384


# Name: cases that it is shown, what becomes of frames to the server, and of those to the client.
MUTANTS = {
    # It does not see what breaks a rule.
    "lets frames be too long": ("9113/4.2", drop(over_maximum), None),
    "ignores frames on idle streams": ("9113/5.1", ignores_idle, None),
    "ignores content after END_STREAM": ("9113/5.1/half-closed-remote", ignores_after_end, None),
    "takes even streams": ("9113/5.1.1", drop(lambda f: f.type == HEADERS and f.stream % 2 == 0),
                           None),
    "takes streams in any order": ("9113/5.1.1", ignores_order, None),
    "takes frames of a stream on the connection": (
        "9113/5.1.1", drop(lambda f: f.stream == 0 and f.type in (DATA, HEADERS, PRIORITY, RST,
                                                                  CONTINUATION)), None),
    "takes PING and SETTINGS on a stream": (
        "9113/5.1.1", drop(lambda f: f.stream and f.type in (PING, SETTINGS, GOAWAY)), None),
    "does not look at padding": ("9113/6.1/padding", unpads, None),
    "does not look at padding of HEADERS": ("9113/6.2/padding", unpads, None),
    "takes PRIORITY of any size": ("9113/6.3", drop(lambda f: f.type == PRIORITY), None),
    "takes RST_STREAM of any size": (
        "9113/6.4", drop(lambda f: f.type == RST and len(f.payload) != 4), None),
    "takes SETTINGS of any size": (
        "9113/6.5/size", mends_settings(lambda f: len(f.payload) % 6 != 0), None),
    "takes an ACK with settings": (
        "9113/6.5/ack-with-payload", drop(lambda f: f.type == SETTINGS and f.flags & ACK
                                          and f.payload), None),
    "takes any ENABLE_PUSH": (
        "9113/6.5.2", mends_settings(lambda f: 2 in ids_of(f) and max(values_of(f)) > 1), None),
    "takes any INITIAL_WINDOW_SIZE": (
        "9113/6.5.2", mends_settings(lambda f: 4 in ids_of(f) and max(values_of(f)) >= 1 << 31),
        None),
    "takes any MAX_FRAME_SIZE": (
        "9113/6.5.2", mends_settings(lambda f: ids_of(f) == [5] and not
                                     1 << 14 <= values_of(f)[0] < 1 << 24), None),
    "takes pushes": ("9113/6.6", drop(lambda f: f.type == PUSH), None),
    "takes PING of any size": (
        "9113/6.7/size", drop(lambda f: f.type == PING and len(f.payload) != 8), None),
    "takes GOAWAY of any size": (
        "9113/6.8/size", drop(lambda f: f.type == GOAWAY and len(f.payload) < 8), None),
    "takes WINDOW_UPDATE of any size": (
        "9113/6.9/size", drop(lambda f: f.type == WINDOW and len(f.payload) != 4), None),
    "takes increments of 0": (
        "9113/6.9/zero", drop(lambda f: f.type == WINDOW and f.payload == bytes(4)), None),
    "takes increments of 0 on streams": (
        "9113/6.9/zero-stream", drop(lambda f: f.type == WINDOW and f.payload == bytes(4)), None),
    "lets windows overflow": ("9113/6.9.1", no_window_overflow, None),
    "lets SETTINGS overflow windows": (
        "9113/6.9.2/overflow", mends_settings(lambda f: 4 in ids_of(f)), None),
    "takes anything within a field block": ("9113/6.10", joins_blocks, None),
    "takes any fields": ("9113/8.2.1/value", any_request_is_right, None),
    "takes connection-specific fields": ("9113/8.2.2", any_request_is_right, None),
    "takes any pseudo-fields": ("9113/8.3", any_request_is_right, None),
    "takes requests without pseudo-fields": ("9113/8.3.1/missing", any_request_is_right, None),
    "takes any content-length": ("9113/8.1.1", None, answers_malformed),
    "takes any CONNECT": ("9113/8.5", any_request_is_right, None),
    "takes any trailers": ("9113/8.1/pseudo-in-trailers", None, answers_malformed),
    "answers content of a closed stream": ("9113/5.1/half-closed-remote", None, answers_closed),
    "decodes anything": ("7541", any_request_is_right, None),
    # It answers in the wrong way.
    "closes without GOAWAY": ("9113/6.9", None, closes_before_goaway),
    "has one code for all errors": ("9113/6.9", None, code(11)),
    "calls every error STREAM_CLOSED": ("9113/6.5.2", None, code(5)),
    "makes stream errors of connection errors": ("9113/6.7/size", None, goes_on_after_goaway),
    "resets no stream": ("9113/8.2.2", None, swallows_reset),
    "acknowledges the first SETTINGS only": ("9113/6.5.3", None, counts_acknowledgments),
    "answers PING with other octets": (
        "9113/6.7/answered", None, lambda f, _: [f._replace(payload=bytes(8))
                                                 if f.type == PING else f]),
    "does not answer a PING": ("9113/6.7/answered", None, drop(lambda f: f.type == PING)),
    "answers acknowledgments of PING": (
        "9113/6.7/ack-not-answered",
        lambda f, _: [f._replace(flags=0) if f.type == PING and f.flags & ACK
                      and f.payload == bytes(range(1, 9)) else f], None),
    "dies of unknown frames": ("9113/5.5/unknown-type", lambda f, _: None if f.type > 9 else [f],
                               None),
    "dies of unknown settings": (
        "9113/5.5/unknown-setting", lambda f, _: None if f.type == SETTINGS and 2570 in ids_of(f)
        else [f], None),
    "dies of padding": ("9113/6.1/padded", lambda f, _: None if f.flags & PADDED else [f], None),
    "dies of priorities": ("9113/5.3.2", lambda f, _: None if f.type == PRIORITY else [f], None),
    "dies of CONTINUATION": (
        "9113/6.10/pieces", lambda f, _: None if f.type == CONTINUATION else [f], None),
    # It breaks rules of its own accord: the witness sees it in any case.
    "sends DATA beyond the window": ("9113/6.9.1/small-window", opens_windows, None),
    "sends DATA with a window of 0": ("9113/6.5.3/applied", opens_windows, None),
    "sets unused flags": ("9113/6.7", None, lambda f, _: [f._replace(flags=f.flags | 0x40)
                                                        if f.type == PING else f]),
    "sets the reserved bit": ("9113/6.7", None, lambda f, _: [
        f._replace(stream=f.stream | 1 << 31) if f.type == PING else f]),
    "sends DATA after END_STREAM": ("9113/8.1/trailers", None, lambda f, _: at_end(
        f, Frame(DATA, 0, f.stream, b"more"))),
    "ends a stream twice": ("9113/8.1/trailers", None, lambda f, _: at_end(f, f)),
    "sends connection-specific fields": (
        "9113/8.1/trailers", None, appends(b"\x00\x0aconnection\x05close")),
    "sends capital letters": ("9113/8.1/trailers", None, appends(b"\x00\x03X-Y\x01a")),
    "sends fields with line feeds": ("9113/8.1/trailers", None, appends(b"\x00\x03x-y\x03a\nb")),
    "sends pseudo-fields of requests": ("9113/8.1/trailers", None, appends(b"\x00\x05:path\x01/")),
    "sends two :status": ("9113/8.1/trailers", None, appends(b"\x88", trailing=True)),
    "pushes though push is off": ("9113/6.5.2/allowed/push-off", None, after(
        HEADERS, Frame(PUSH, END_HEADERS, None, b"\0\0\0\2" + REQUEST))),
    "sends WINDOW_UPDATE of 0": ("9113/6.7", None, after(PING, Frame(WINDOW, 0, 0, bytes(4)))),
    "sends PING of seven octets": ("9113/6.9", None, after(SETTINGS, Frame(PING, 0, 0, bytes(7)))),
    "sends SETTINGS out of range": ("9113/6.7/answered", None, lambda f, _: [
        f._replace(payload=f.payload + b"\0\5\0\0\0\1")] if f.type == SETTINGS
        and not f.flags & ACK else [f]),
    "opens windows of idle streams": ("9113/6.7", None, after(
        PING, Frame(WINDOW, 0, 99, b"\0\0\0\1"))),
    "indexes beyond the table": ("9113/4.1", None, appends(b"\xff\x80\x01")),
}


def escalates(frame, own):
    """Errors of a stream become errors of the connection (section 5.4.1)."""
    if frame.type == RST and frame.payload != bytes(4):
        own["over"] = True
        return [Frame(GOAWAY, 0, 0, (2 ** 31 - 1).to_bytes(4, "big") + frame.payload)]
    return None if own.get("over") else [frame]


def informational_first(frame, own):
    """103 (Early Hints) before each response."""
    seen = own.setdefault("seen", set())
    # A size update of the table belongs to the next block, which would be this one.
    if frame.type != HEADERS or frame.stream in seen or frame.payload[0] >> 5 == 1:
        return [frame]
    seen.add(frame.stream)
    return [Frame(HEADERS, END_HEADERS, frame.stream, b"\x08\x03103"), frame]


def pads(frame, _):
    if frame.type not in (DATA, HEADERS) or frame.flags & PADDED:
        return [frame]
    # Padding takes from the client's window, which the server knows nothing of: none for DATA.
    if frame.type == DATA:
        return [frame]
    return [frame._replace(flags=frame.flags | PADDED, payload=b"\x07" + frame.payload + bytes(7))]


def cuts_blocks(frame, _):
    if frame.type != HEADERS or frame.flags & PADDED or len(frame.payload) < 2:
        return [frame]
    return [frame._replace(flags=frame.flags & ~END_HEADERS, payload=frame.payload[:1]),
            Frame(CONTINUATION, 0, frame.stream, b""),
            Frame(CONTINUATION, END_HEADERS, frame.stream, frame.payload[1:])]


def graceful_first(frame, _):
    """GOAWAY(NO_ERROR) of all streams before one with an error."""
    if frame.type == GOAWAY and frame.payload[4:8] != bytes(4):
        return [Frame(GOAWAY, 0, 0, (2 ** 31 - 1).to_bytes(4, "big") + bytes(4)), frame]
    return [frame]


# Of everything something: streams, settings, windows, messages, tables.
SAMPLE = ("9113/5.1.1", "9113/6.5.3", "9113/6.9.1", "9113/8.1", "7541/4.2")
VARIANTS = {
    "as it is": dict(),
    "one octet at a time": dict(at_a_time=1),
    "unknown frames everywhere": dict(to_client=lambda f, own: [f] if own.get("in") else [
        Frame(0xfa, 0xff, 0, b"grease"), f][f.type == SETTINGS:]),
    "unknown settings": dict(to_client=lambda f, _: [f._replace(
        payload=b"\x0a\x0a\0\0\0\1" + f.payload)] if f.type == SETTINGS and not f.flags & ACK else [f]),
    "ALTSVC and ORIGIN": dict(to_client=after(
        SETTINGS, Frame(0xa, 0, 0, b"\0\x12http://example.comclear"), Frame(0xc, 0, 0, b""))),
    "padded HEADERS": dict(to_client=pads),
    "blocks in pieces": dict(to_client=cuts_blocks),
    "103 first": dict(to_client=informational_first),
    "stream errors as connection errors": dict(to_client=escalates),
    "PROTOCOL_ERROR for all": dict(to_client=code(1)),
    "a GOAWAY of a graceful end first": dict(to_client=graceful_first),
    "debug data in GOAWAY": dict(to_client=lambda f, _: [f._replace(payload=f.payload + b"why\xff")
                                                        if f.type == GOAWAY else f]),
}


def stub_close(_):
    pass


def stub_close_on_first_frame(client):
    client.recv(65536)


def stub_silent(client):
    while client.recv(65536):
        pass


def stub_echo(client):
    while got := client.recv(65536):
        client.sendall(got)


def stub_random(client):
    client.sendall(random.Random(7).randbytes(5000))
    stub_silent(client)


def stub_http1(client):
    client.recv(65536)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


def stub_settings_only(client):
    client.sendall(octets(Frame(SETTINGS, 0, 0, b"")) + octets(Frame(SETTINGS, ACK, 0, b"")))
    stub_silent(client)


def stub_floods(client):
    while True:
        client.sendall(octets(Frame(PING, ACK, 0, bytes(8))) * 1000)


STUBS = (stub_close, stub_close_on_first_frame, stub_silent, stub_echo, stub_random, stub_http1,
         stub_settings_only)


class Probe(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([H2SIM, "serve", "-q", "--listen", "127.0.0.1:0"],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.port = int(re.search(r":(\d+)", cls.server.stdout.readline()).group(1))
        cls.target = f"127.0.0.1:{cls.port}"

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.communicate(timeout=20)

    def test_our_server_keeps_every_must(self):
        code_, report = probe(self.target, timeout="5")
        self.assertEqual(failures(report), [])
        self.assertEqual(code_, 0)
        score = report["score"]
        self.assertEqual(score["must_passed"], score["must_total"])
        self.assertGreater(score["must_total"], 250)
        grades = set(report["grades"])
        self.assertLessEqual(grades, {"conform", "legal-alternative", "ambiguous"})

    def test_two_runs_are_the_same_octets(self):
        runs = [probe(self.target, "9113/6", timeout="5", jobs=jobs)[1] for jobs in ("1", "7")]
        self.assertEqual(*runs)

    def test_mutants(self):
        survivors = {}
        for name, (part, to_server, to_client) in MUTANTS.items():
            with Proxy(self.port, to_server, to_client) as target:
                code_, report = probe(target, part)
            # Without an answer to PING nothing can be asked: that is seen before the first case.
            if code_ != 1 and not (code_ == 6 and "PING" in report["trouble"]):
                survivors[name] = code_, report["grades"], report["trouble"]
        self.assertEqual(survivors, {})
        self.assertGreater(len(MUTANTS), 50)

    def test_legal_variants(self):
        for name, changes in VARIANTS.items():
            with self.subTest(name), Proxy(self.port, **changes) as target:
                code_, report = probe(target, *SAMPLE, timeout="5")
                self.assertEqual(failures(report), [])
                self.assertEqual(code_, 0, report["trouble"])

    def test_stubs(self):
        for stub in STUBS:
            with self.subTest(stub.__name__), Listener(stub) as target:
                code_, report = probe(target)
                self.assertEqual(code_, 6, report["trouble"])
                passed = sum(case["passed"] for case in report["cases"])
                self.assertLessEqual(passed, 0.05 * len(report["cases"]))
                self.assertTrue(report["trouble"])

    def test_a_flood_ends(self):
        with Listener(stub_floods) as target:
            code_, _ = probe(target)
        self.assertEqual(code_, 6)

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        code_, report = probe(f"127.0.0.1:{port}", "9113/6.7")
        self.assertEqual(code_, 6)
        self.assertIn("refused", report["trouble"])

    def test_a_crash_is_named_and_the_server_started_again(self):
        # A server that ends when it is sent PRIORITY.
        program = f"""
import os, sys
sys.argv = ["x", {H2SIM!r}, {str(SOURCE)!r}, "--crashing"]
exec(open({os.path.abspath(__file__)!r}).read().split("\\nclass Probe")[0])
listener = Proxy({self.port}, lambda f, own: os._exit(9) if f.type == PRIORITY else [f])
"""
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "crashing.py"
            script.write_text(program.replace("Proxy(", "PortProxy(") .replace(
                "listener =", """
class PortProxy(Proxy):
    def __init__(self, *all):
        super().__init__(*all)
import threading, time
port = int(os.environ["PORT"])
create = socket.create_server
socket.create_server = lambda address, **more: create(("127.0.0.1", port), **more)
listener =""") + "\nthreading.Event().wait()\n")
            launch = f"PORT={{port}} exec {sys.executable} {script}"
            report = pathlib.Path(folder) / "report.json"
            run = subprocess.run([H2SIM, "probe", "server", "--launch", launch, "9113/5.3.2",
                                  "9113/6.7", "9113/6.5", "-q", "--json", report, "--junit",
                                  pathlib.Path(folder) / "x.xml", "--md", f"{folder}/x.md"],
                                 capture_output=True, text=True, check=False, timeout=120)
            self.assertEqual(run.returncode, 1, run.stderr)
            cases = {case["id"]: case["grade"] for case in json.loads(report.read_text())["cases"]}
            crashed = {name for name, grade in cases.items() if grade == "crashed"}
            self.assertEqual(crashed, {f"9113/5.3.2/ignored/{name}" for name in
                                       ("idle-dependency", "exclusive", "loop")})
            self.assertEqual(cases["9113/6.7/answered"], "conform")
            suite = xml.etree.ElementTree.parse(f"{folder}/x.xml").getroot()
            self.assertEqual(suite.get("failures"), "3")
            self.assertIn("crashed", pathlib.Path(f"{folder}/x.md").read_text())

    def test_selection(self):
        def listed(*words):
            run = subprocess.run([H2SIM, "probe", "server", "--list", *words], capture_output=True,
                                 text=True, check=False, cwd=SOURCE)
            return run.returncode, run.stdout.split(), run.stderr
        everything = listed()[1]
        self.assertGreater(len(everything), 280)
        self.assertEqual(len(everything), len(set(everything)))
        self.assertEqual(listed("9113/6.9.2/shrink-below-zero")[1],
                         ["9113/6.9.2/shrink-below-zero"])
        self.assertTrue(all(each.startswith("9113/6.1/") for each in listed("9113/6.1")[1]))
        musts = listed("--level", "must")[1]
        self.assertLess(len(musts), len(everything))
        self.assertEqual(listed("--filter", "zero", "--filter", "!zero-stream", "9113/6.9")[1],
                         ["9113/6.9/zero", "9113/6.9.2/shrink-below-zero"])
        code_, _, error = listed("9113/6.9.2/shrink-below-zer")
        self.assertEqual(code_, 2)
        self.assertIn('did you mean "9113/6.9.2/shrink-below-zero"', error)
        self.assertEqual(listed("--filter", "no such thing")[0], 4)

    def test_files_that_are_not_valid(self):
        good = json.loads((SOURCE / "scenarios/rfc9113/6.7.json").read_text())
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "rfc9113" / "6.7.json"
            file.parent.mkdir()

            def judged(change):
                changed = json.loads(json.dumps(good))
                change(changed, changed["cases"][1])
                file.write_text(json.dumps(changed, indent=2))
                run = subprocess.run([H2SIM, "validate", file], capture_output=True, text=True,
                                     check=False)
                return run.returncode, run.stdout + run.stderr
            self.assertEqual(judged(lambda file, case: None)[0], 0)
            wrong = {
                "unknown-key": (lambda f, c: c.update(levle="MUST"), 'did you mean "level"?'),
                "unknown-name": (lambda f, c: c.update(rules=["9113/6.7/answred"]),
                                 '9113/6.7/answered'),
                "contradiction": (lambda f, c: c.update(expect=[
                    {"see": see} for see in ("goaway", "alive", "close")] + [
                        {"see": "reset"}, {"see": "response"}], stream=1), "cannot fail"),
                "listed-twice": (lambda f, c: f["cases"].append(c), "two cases"),
                "no stream": (lambda f, c: c.update(expect=[{"see": "reset", "code": "CANCEL"}]),
                              "is about a stream"),
                "waits": (lambda f, c: c.update(steps=[{"await": "end"}]), "waits for no stream"),
                "nothing": (lambda f, c: c.update(steps=[{}]), "says nothing"),
                "frame": (lambda f, c: c.update(steps=[{"send": [{"type": "PNG"}]}]), "PING"),
                "why": (lambda f, c: c.update(expect=[{"see": "alive", "grade": "ambiguous"}]),
                        "why"),
                "hole": (lambda f, c: c.update(stream="{stream}"), "stream"),
            }
            for name, (change, said) in wrong.items():
                with self.subTest(name):
                    code_, error = judged(change)
                    self.assertEqual(code_, 2, error)
                    self.assertIn(said, error)
                    self.assertIn("6.7.json:", error)
            run = subprocess.run([H2SIM, "probe", "server", "--list", "--scenarios", folder],
                                 capture_output=True, text=True, check=False)
            self.assertEqual(run.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
