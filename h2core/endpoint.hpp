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

#include "h2core/closed_streams.hpp"
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
    enum class Kind : std::uint8_t {
        need_more,   // nothing is complete yet
        preface,     // the client's 24 octets are complete (server role only)
        fragment,    // a frame of a field block that is not complete; the step accepts it
        frame,       // a frame, or a field block with its last CONTINUATION: `frame` and `step`
        undecodable  // a connection or stream error before there was a typed frame: `step` only
    };
    // What is known before the frame is looked at; of `header` only a reference, see `step`.
    struct Wire {
        std::size_t consumed = 0;
        const FrameHeader& header;
        std::uint64_t offset = 0;
    };

    Reception(Kind what, const Wire& wire)
        : kind{what}, consumed{wire.consumed}, header{wire.header}, offset{wire.offset} {}
    template <class MakeStep>
    Reception(Kind what, const Wire& wire, const Frame& read, const MakeStep& make_step)
        : step{make_step()},
          kind{what},
          consumed{wire.consumed},
          header{wire.header},
          offset{wire.offset},
          frame{read} {}

    // First, and made where it stays: by the time the rest is copied, the stores that wrote it are
    // done. The other way round the copies wait for them, which costs as much as a small frame.
    Step step;
    Kind kind;
    // Octets taken from the input. Where nothing is complete: all of them.
    std::size_t consumed;
    // Of the last wire frame taken, and where it began, in octets since the connection began (not
    // for need_more and preface).
    FrameHeader header;
    std::uint64_t offset;
    // Refers to storage of the endpoint and to the input: valid until the next call of receive().
    Frame frame;
};

class Endpoint {
  public:
    // `policy` outlives the endpoint.
    Endpoint(Role role, const Policy& policy, const hpack::EncoderOptions& options = {});

    // Goes on from that state, of the same role: the prefaces have been exchanged, the next octets
    // received are a frame, and the field tables are empty. For reading a piece of a connection
    // (Connection::established), or a state that an explorer has reached. Before anything else.
    void start_from(const Connection& connection);

    // Reads up to the end of the next frame. Call again with what is left while `consumed` is less
    // than the size of the input or `kind` is not need_more. After a
    // connection error everything is consumed and ignored.
    Reception receive(std::span<const std::byte> octets);

    // As Connection's, and what a command needs in the layers around it.
    Result<Effects, Refusal> submit(const Command& command);
    Effects report(WriteStage stage, const Frame& frame);
    // A RST_STREAM is withdrawn because the peer's own has come first (section 5.4.2).
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
    // Between HEADERS without END_HEADERS and its last CONTINUATION.
    [[nodiscard]] bool in_field_block() const { return block_.is_open(); }
    // Octets of a frame, or of the preface, that is not complete.
    [[nodiscard]] std::size_t pending() const { return frames_.pending(); }
    // Octets read so far.
    [[nodiscard]] std::uint64_t octets_received() const { return received_; }

  private:
    // HEADER_TABLE_SIZE as one SETTINGS frame of the peer gave it.
    struct TableSizes {
        bool given = false;
        std::uint32_t smallest = kUnlimited;
        std::uint32_t last = 0;
    };

    [[nodiscard]] const Budgets& budgets() const { return connection_.policy().budgets; }
    Reception read_preface(std::span<const std::byte> octets);
    Reception read_other(const Reception::Wire& wire, const Payload& payload);
    Reception typed(const Reception::Wire& wire, const Frame& frame, RuleId malformed);
    Reception undecodable(const Reception::Wire& wire, const ConnectionError& error);
    Reception take_fragment(const Reception::Wire& wire, RuleId exceeded, bool end_headers);
    Step process(const Frame& frame, RuleId malformed);
    void account(const Frame& frame, const Stream* before, Step& step);
    void name_closed(const Frame& frame, Step& step) const;
    bool limit_floods(const Frame& frame, Step& step, const Stream* before);
    void credit(const Data& data, Step& step);
    void settings_processed(const SettingsFrame& settings, Step& step);
    void hold_priority(const PriorityUpdate& update, Step& step);
    void settle(StreamId id);
    Effects give_back(StreamId stream, const Replenisher::Due& due);
    void take_over_table_size();

    Connection connection_;
    PrefaceReader preface_;
    bool preface_done_ = false;
    bool preface_sent_ = false;
    FrameDecoder frames_;
    SettingList settings_;  // of the frame received last
    FieldBlock block_;
    hpack::Decoder decoder_;
    hpack::FieldSection section_;
    hpack::Encoder encoder_;
    MessageBook messages_;
    ClosedStreams closed_;
    FloodGuard guard_;
    Replenisher replenisher_;
    std::uint64_t received_ = 0;
    std::vector<TableSizes> table_sizes_;  // of SETTINGS whose acknowledgment is not encoded yet
    std::vector<StreamId> prioritized_;    // idle streams of the peer with a PRIORITY_UPDATE
    std::vector<std::byte> encoded_block_;
};

}  // namespace h2
