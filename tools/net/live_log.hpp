#pragma once
// What serve and get tell of their connections: notes for people, frames with -v on standard error,
// and the trace of --trace-out.
//
// The trace is JSON lines, the "h2sim trace of a live connection". The first line says what it is:
//   {"schema":"h2sim-live-trace/1","role":"server"}
// and each of the others is one event:
//   "at_us"       microseconds since the command began
//   "connection"  number, from 1
//   "event"       "open", "recv", "finding", "send", "write_start", "written", "note" or "close"
//   "frame"       recv, send: in the one notation for frames (sim/scenario/notation.hpp)
//   "fields"      of HEADERS and PUSH_PROMISE: [["name","value"], …]
//   "length", "type", "flags", "stream": recv, send: the header of the (last) frame on the wire
//   "settings"    of SETTINGS: [{"id":"MAX_FRAME_SIZE","value":16384}, …], unknown ids as numbers
//   "opaque"      of PING: 16 hex digits
//   "dependency", "weight", "exclusive": of PRIORITY, and of HEADERS with it; weight from 1 to 256
//   "verdict"     recv: "discarded", "stream error CODE …", "connection error CODE …" where the
//                 frame was not accepted
//   "rule"        the slug of the rule it cites
//   "who", "rule", "level", "certainty", "stream", "offset", "text": finding: what a witness finds
//   in
//                 the frame before (h2core/witness/finding.hpp)
//   "frames"      write_start, written: how many of the frames sent before went to the transport
//   "text"        open: the peer; close: why; note
// A fragment of a field block is an event without "frame"; the last one has it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "h2core/endpoint.hpp"
#include "tools/net/byte_stream.hpp"
#include "tools/net/live_witness.hpp"
#include "tools/net/octet_files.hpp"
#include "tools/net/packet_file.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools::net {

class LiveLog {
  public:
    struct Options {
        bool verbose = false;     // frames on standard error
        bool quiet = false;       // no notes
        bool numbered = false;    // lines begin with "[id=1] "
        std::string trace_file;   // empty: none; "-": standard output
        std::string octets_file;  // of OctetFiles
        std::string pcapng_file;  // of PacketFile
        OnSight on_sight{};       // of the witnesses; may be left out
        h2::Role role = h2::Role::server;
    };

    // Throws Failure (exit code 2) if the trace or pcapng file cannot be written.
    explicit LiveLog(Options options);
    LiveLog(const LiveLog&) = delete;
    LiveLog& operator=(const LiveLog&) = delete;
    ~LiveLog();

    // Whether anybody wants to hear of frames; the calls below are for nothing if not.
    [[nodiscard]] bool wants_frames() const { return options_.verbose || trace_ >= 0; }

    void opened(std::uint64_t connection, std::string_view peer);
    // HTTP/2 octets may come and go from now on.
    void agreed(std::uint64_t connection, const Address& ours, const Address& peer);
    // `spoke_http2`: else what a witness makes of the octets means nothing.
    void closed(std::uint64_t connection, std::string_view why, bool spoke_http2 = true);
    // A peer has broken a MUST, for sure, on a connection that is closed.
    [[nodiscard]] bool convicted() const { return witness_.convicted(); }
    // For people, and in the trace.
    void note(std::uint64_t connection, std::string_view text);
    // For people unless quiet.
    void say(std::string_view text) const;

    // As they come and go, whatever they are.
    void octets(std::uint64_t connection, Direction direction, std::span<const std::byte> octets);
    void received(std::uint64_t connection, const h2::Reception& reception);
    // `octets`: of this frame, with its CONTINUATIONs.
    void sent(std::uint64_t connection, std::span<const std::byte> octets, const h2::Frame& frame);
    void write_started(std::uint64_t connection, std::size_t frames);
    void written(std::uint64_t connection, std::size_t frames);

    // Writes what is still in memory. A failure ends the trace and is told once.
    void flush();

  private:
    [[nodiscard]] std::uint64_t microseconds() const;
    [[nodiscard]] std::string prefix(std::uint64_t connection) const;
    void trace(std::uint64_t connection, std::string_view event, std::string_view more);
    void tell(std::uint64_t connection, const h2::Finding& finding);

    Options options_;
    OctetFiles octets_;
    PacketFile packets_;
    LiveWitness witness_;
    std::uint32_t sentences_ = 0;  // of witnesses, told so far
    int trace_ = -1;               // descriptor
    std::string pending_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace tools::net
