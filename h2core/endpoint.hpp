#pragma once
// A whole HTTP/2 endpoint in octets, for either role (RFC 9113, RFC 7541): the Connection that the
// explorer runs, with a codec in front of it, the rules for messages, flood budgets and a strategy
// that gives windows back. Still a value without I/O, clock or thread: octets go in, frames and
// effects come out, and the caller says when a frame is encoded and written.
//
//     octets → FrameDecoder → decode_payload → FieldBlock → hpack::Decoder → MessageBook →
//     FloodGuard → Connection::receive → effects; Replenisher adds WINDOW_UPDATE
//
// A caller queues every SendFrame, encodes it when it goes into its buffer (the order of encode()
// calls is the order on the wire: HPACK depends on it) and reports the stations as with
// Connection::report.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "h2core/connection.hpp"
#include "h2core/flood_guard.hpp"
#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"
#include "h2core/message/message_book.hpp"
#include "h2core/replenisher.hpp"
#include "h2core/wire/field_block.hpp"
#include "h2core/wire/frame_decoder.hpp"
#include "h2core/wire/preface.hpp"

namespace h2 {

// What became of some octets.
struct Reception {
    // Octets taken from the input. Where nothing is complete: all of them.
    std::size_t consumed = 0;
    enum class Kind : std::uint8_t {
        need_more,   // nothing is complete yet
        preface,     // the client's 24 octets are complete (server role only)
        fragment,    // a frame of a field block that is not complete; the step accepts it
        frame,       // a frame, or a field block with its last CONTINUATION: `frame` and `step`
        undecodable  // a connection or stream error before there was a typed frame: `step` only
    };
    Kind kind = Kind::need_more;
    FrameHeader header;        // of the last wire frame taken (not for need_more and preface)
    std::uint64_t offset = 0;  // of that wire frame, in octets since the connection began
    // Refers to storage of the endpoint and to the input: valid until the next call of receive().
    Frame frame;
    Step step;
};

class Endpoint {
  public:
    // `policy` outlives the endpoint.
    Endpoint(Role role, const Policy& policy, const hpack::EncoderOptions& options = {});

    // Reads up to the end of the next frame. Call again with what is left while `consumed` is less
    // than the size of the input or `kind` is not need_more. After a connection error everything
    // is consumed and ignored.
    Reception receive(std::span<const std::byte> octets);

    // As Connection's, and what a command needs in the layers around it.
    Result<Effects, Refusal> submit(const Command& command);
    Effects report(WriteStage stage, const Frame& frame);
    void withdraw(const Frame& frame);

    // The application is done with so many octets of DATA of that stream: WINDOW_UPDATE frames as
    // they become worth sending. The stream may be gone.
    Effects consume(StreamId stream, std::uint32_t octets);

    // Appends the frame's octets; for a client the 24 octets of the preface first. To be called
    // once for each frame in the order of the wire.
    void encode(const Frame& frame, std::vector<std::byte>& out);

    // The core has no clock: refills the flood budgets.
    void seconds_passed(std::uint32_t seconds);

    [[nodiscard]] const Connection& connection() const { return connection_; }
    // Whether the peer's preface (magic and SETTINGS) has been read.
    [[nodiscard]] bool in_field_block() const { return block_.is_open(); }
    // Octets read so far.
    [[nodiscard]] std::uint64_t octets_received() const { return received_; }

  private:
    Reception decoded(const FrameDecoder::Output& wire);
    Reception give_up(Reception reception, ErrorCode code, RuleId rule);
    Step receive_frame(const Frame& frame, RuleId malformed);

    Connection connection_;
    PrefaceReader preface_;
    FrameDecoder frames_;
    SettingList settings_;  // of the frame received last
    FieldBlock block_;
    hpack::Decoder decoder_;
    hpack::FieldSection section_;
    hpack::Encoder encoder_;
    MessageBook messages_;
    FloodGuard guard_;
    Replenisher replenisher_;
    std::uint64_t received_ = 0;
    std::vector<std::uint32_t> table_sizes_;  // the peer's, of SETTINGS whose ACK is not encoded
    std::vector<std::byte> encoded_block_;
    bool preface_sent_ = false;
};

}  // namespace h2
