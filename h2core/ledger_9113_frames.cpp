// RFC 9113, sections 3 to 7: what no verdict cites.

#include <array>

#include "h2core/ledger_tables.hpp"

namespace h2::ledger_tables {
namespace {

using enum Level;
using enum Observer;

constexpr std::array kFrameRows = {
    row("9113/3.2/no-h2c", must, transport,
        "the ALPN identifier h2c is neither offered by a client nor selected by a server"),
    row("9113/3.2/preface", must, receiver,
        "after the TLS handshake either side sends its connection preface",
        "a peer that has sent nothing may be about to; what it sends first is "
        "9113/3.4/settings-first"),
    row("9113/3.3/alpn", must, transport,
        "HTTP/2 over TLS is agreed upon by ALPN, also by who knows beforehand"),
    row("9113/3.3/server-preface", must, receiver,
        "a server sends its preface also to a client with prior knowledge",
        "a peer that has sent nothing may be about to; what it sends first is "
        "9113/3.4/settings-first"),
    row("9113/3.4/ack-after-preface", must, prober,
        "the SETTINGS of the peer's preface are acknowledged, but after one's own preface"),
    row("9113/4.1/unused-flags-ignored", must, prober,
        "a flag without a meaning for the type of frame is ignored"),
    row("9113/4.1/reserved-bit-ignored", must, prober,
        "the bit before the stream identifier is ignored"),
    row("9113/4.2/minimum", must, prober, "a frame of up to 2^14 octets is never too long"),
    row("9113/4.2/connection-error", must, prober,
        "a frame of wrong size on stream 0, of a field block or of SETTINGS is a connection "
        "error"),
    row("9113/4.3/decoding-error", must, prober,
        "a field block that is not decoded is a connection error COMPRESSION_ERROR"),
    row("9113/5.1/no-timers", should, self,
        "no timer decides when a closed stream may be forgotten"),
    row("9113/5.1/not-permitted", should, prober,
        "a frame that the state of its stream does not permit is a connection error"),
    row("9113/5.2.2/read-when-available", must, prober,
        "octets are read and their frames processed as soon as they are there"),
    row("9113/5.3.2/context", should, application,
        "without a word from the client, a server derives priorities from what it knows"),
    row("9113/5.4/one-error", should, receiver,
        "at most one stream error and one connection error are reported for several at once",
        "which of several errors are one is not in the octets; of one kind are one-reset and "
        "one-goaway"),
    row("9113/5.4/connection-error-reported", must, prober,
        "a frame that causes a connection error gets that error reported"),
    row("9113/5.4.1/goaway-first", should, prober,
        "a connection error is announced by GOAWAY with the last stream received"),
    row("9113/5.4.1/transport-closed", must, prober,
        "the TCP connection is closed after the GOAWAY of an error"),
    row("9113/5.4.1/goaway-when-ending", should, receiver,
        "GOAWAY announces the end of the connection if circumstances permit",
        "that the connection ends is not in the octets of its frames"),
    row("9113/5.5/unknown-values", must, prober,
        "a value that is not known is ignored wherever the protocol can be extended"),
    row("9113/5.5/negotiated", must, receiver,
        "an extension that changes the protocol is negotiated before it is used",
        "what an extension changes is known to who knows the extension"),
    row("9113/6.5/all-supported", must, prober, "every setting of RFC 9113 is supported"),
    row("9113/6.5.2/zero-streams-not-special", should, prober,
        "a MAX_CONCURRENT_STREAMS of 0 is a limit like any other"),
    row("9113/6.5.2/zero-streams-briefly", should, receiver,
        "a server keeps MAX_CONCURRENT_STREAMS at 0 for a short time only", "octets have no clock"),
    row("9113/6.5.2/unknown-ignored", must, prober,
        "a setting with an unknown or unsupported identifier is ignored"),
    row("9113/6.5.3/applied", must, prober,
        "new values of SETTINGS are applied as soon as possible"),
    row("9113/6.5.3/order", must, prober,
        "the values of SETTINGS are applied in their order, with no other frame in between"),
    row("9113/6.6/after-our-reset", must, prober,
        "a PUSH_PROMISE that crossed our RST_STREAM of its parent is handled"),
    row("9113/6.7/priority", should, prober, "the answer to a PING goes out before other frames"),
    row("9113/6.7/ack-not-answered", must, prober, "a PING with the ACK flag is not answered"),
    row("9113/6.8/before-closing", should, receiver,
        "GOAWAY is sent before the connection is closed",
        "that the connection ends is not in the octets of its frames"),
    row("9113/6.8/receiver-too", should, receiver,
        "also who has received a GOAWAY sends one before closing",
        "that the connection ends is not in the octets of its frames"),
    row("9113/6.8/minimal-processing", must, prober,
        "ignored frames beyond a GOAWAY still update HPACK and the connection's window"),
    row("9113/6.8/debug-data", must, application,
        "debug data that is logged or stored is guarded against unauthorized access"),
    row("9113/6.9/exempt", must, prober,
        "frames other than DATA are accepted and processed whatever the windows are"),
    row("9113/6.9/accounted", must, prober,
        "DATA counts in the connection's window even where its stream is in error"),
    row("9113/6.9.2/adjusted", must, prober,
        "a new INITIAL_WINDOW_SIZE changes the windows of all streams by the difference"),
    row("9113/6.9.3/in-flight", must, prober,
        "who lowers its windows takes the DATA that was sent before the peer knew"),
    row("9113/7/unknown-codes", must, prober, "an unknown error code causes nothing special"),
};

}  // namespace

std::span<const Rule> rfc9113_frames() {
    return kFrameRows;
}

}  // namespace h2::ledger_tables
