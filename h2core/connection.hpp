#pragma once
// One end of an HTTP/2 connection (RFC 9113) as a value: copy it to branch, compare it to merge,
// digest it to remember. A frame or a command goes in; a verdict and a list of effects come out.
// Nothing else happens: no I/O, clock, thread or allocation with at most 8 streams in its table.
//
// Three kinds of failure (section 5.4): the peer broke the RFC → Verdict; the caller
// asked for something illegal → Refusal; we are wrong → H2_INVARIANT.
//
// Concurrency slots (section 5.1.2). A peer-opened stream takes a slot when its HEADERS are
// admitted, a stream we opened when its HEADERS are submitted. It gives it back when it is closed
// *and* our closing frame (END_STREAM or RST_STREAM) has come as far as Policy::release says:
//   - the peer ended its side first: the slot is freed by report(stage ≥ release point) of our
//     closing frame (or by submit when the point is `enqueued`, or by RequestDone when it is
//     `app_done`: then even before the closing frame was submitted; the point of DATA counts while
//     that frame is not known, and a stream without a request function is at `app_done` at once);
//   - we ended first: the slot is freed by the peer's END_STREAM, if our frame has already come as
//     far as the release point, else by the report that gets it there;
//   - the peer's RST_STREAM frees it as Policy::received_reset_frees says, also where our closing
//     frame was submitted but has not come to its release point;
//   - our RST_STREAM: at Policy::release.rst_stream, whatever the peer does.
//   - where the policy leaves it to the writer, QueueRemoval is an effect of the peer's closing
//     frame, and the slot is freed by RemovalTaken.
// A refused stream never takes a slot. Streams *we* opened (client) obey the same points.
//
// Who calls what: the runtime that owns the connection calls receive() when it *processes* a
// frame, submit() when it *accepts* an application's wish, and report() as our frames pass their
// stations. That these are separate moments is where the races live.

#include <cstdint>

#include "h2core/command.hpp"
#include "h2core/effect.hpp"
#include "h2core/inline_vector.hpp"
#include "h2core/policy.hpp"
#include "h2core/result.hpp"
#include "h2core/settings.hpp"
#include "h2core/stream.hpp"
#include "h2core/verdict.hpp"

namespace h2 {

struct Step {
    // Constructors of our own: an aggregate, or one with `= default`, may be cleared before it is
    // filled in, room for effects and all. That would cost more than what most frames do.
    Step() {}  // NOLINT(modernize-use-equals-default)
    explicit Step(const Verdict& what) : verdict{what} {}
    Step(const Verdict& what, const Effects& follow) : verdict{what}, effects{follow} {}

    Verdict verdict;  // what section 5.4 says about the peer's frame
    Effects effects;  // what the caller must now do, in this order; for an error verdict this
                      // holds the RST_STREAM, or the GOAWAY and CloseTransport
};

// SETTINGS that we sent and the peer has not acknowledged, oldest first (section 6.5.3). At most
// kMaxUnacked may be outstanding; submit() refuses more with invalid_argument.
inline constexpr std::uint32_t kMaxUnackedSettings = 4;

class Connection {
  public:
    // A fresh connection: the peer's first frame must be SETTINGS (section 3.4). The initial values
    // of section 6.5.2 are in force both ways until SETTINGS are exchanged; ours are announced with
    // SubmitSettings. `policy` outlives every copy of the connection.
    Connection(Role role, const Policy& policy);

    // A connection whose SETTINGS have been exchanged and acknowledged both ways.
    static Connection established(Role role, const Settings& local, const Settings& peer,
                                  const Policy& policy);

    // The peer's frame is processed now. `malformed`: the rule of section 8 that its message
    // breaks, found by who looks at fields and content (MessageBook). A frame that the stream's
    // state lets pass is then a stream error PROTOCOL_ERROR (section 8.1.1); it is accounted for
    // all the same.
    Step receive(const Frame& frame, RuleId malformed = RuleId::none);
    // The peer's octets made no frame. On a stream: a stream error, or a connection error where the
    // stream is idle (RST_STREAM must not name it, section 6.4), or discarded where it is closed.
    Step receive_broken(const StreamError& error);
    // `stream`: the one that the frame named. If it would have been opened by it, our GOAWAY counts
    // it among those we have acted on, so that the peer does not try the same again (section 6.8).
    Step receive_broken(const ConnectionError& error, StreamId stream);
    // Our side wants something now. Effects hold the frames to send.
    Result<Effects, Refusal> submit(const Command& command);
    // A frame returned in SendFrame has reached a station (encoded, write_start, visible,
    // completion), each at most once, in any order the runtime's design has. A frame that is
    // written is reported at write_start and at completion, the other two are optional; a frame
    // that was dropped from the queue is reported no more. So each DATA is subtracted from the send
    // windows exactly once, by the report that Policy::debit_at names. Frames of streams that are
    // gone change nothing else. Effects: RST_STREAM(NO_ERROR) after an early response, see Policy.
    Effects report(WriteStage stage, const Frame& frame);
    Effects write_started(const Frame& frame) { return report(WriteStage::write_start, frame); }
    Effects write_completed(const Frame& frame) { return report(WriteStage::completion, frame); }

    // A frame returned in SendFrame whose write has not begun never will be: the stream was reset
    // meanwhile. DATA gives back what was debited for it when it was submitted.
    void withdraw(const Frame& frame);

    // DATA that met this verdict will be consumed by nobody: whether its octets are given back to
    // the connection's window all the same (section 6.9; Policy::after_goaway).
    [[nodiscard]] bool credits(const Verdict& verdict) const;

    [[nodiscard]] Role role() const { return role_; }
    [[nodiscard]] const Policy& policy() const { return *policy_; }
    // Streams in the table, by ascending identifier: all that are not closed, and closed ones that
    // still hold a slot or whose request function still runs.
    [[nodiscard]] const InlineVector<Stream, 8>& streams() const { return streams_; }
    [[nodiscard]] const Stream* find(StreamId id) const;
    // Peer-opened / locally opened streams that hold a slot, as *counted* (an integer kept by
    // increments; property I3 compares it with the flags in the table).
    [[nodiscard]] std::uint32_t peer_count() const { return peer_count_; }
    [[nodiscard]] std::uint32_t local_count() const { return local_count_; }
    // Peer-opened streams in the closing counter.
    [[nodiscard]] std::uint32_t closing_count() const { return closing_count_; }
    // The number compared with the limit when HEADERS arrive: peer_count - closing_count.
    [[nodiscard]] std::uint32_t admission_count() const { return peer_count_ - closing_count_; }
    // The limit on peer-opened streams that is enforced now, before slack; for LimitInForce::both
    // the lower of the two.
    [[nodiscard]] std::uint32_t limit_in_force() const;
    [[nodiscard]] std::uint32_t running_requests() const { return running_requests_; }
    // Whether SubmitHeaders for next_stream_id() would be carried out.
    [[nodiscard]] bool can_open() const;
    [[nodiscard]] StreamId next_stream_id() const { return next_local_; }
    [[nodiscard]] StreamId highest_peer_stream() const { return highest_peer_; }
    // Octets of DATA that may be submitted on the stream now; negative after a lowered
    // INITIAL_WINDOW_SIZE; 0 for a stream that cannot carry DATA or is not in the table.
    [[nodiscard]] std::int32_t sendable(StreamId id) const;
    [[nodiscard]] std::int32_t connection_send_window() const { return send_window_.size(); }
    [[nodiscard]] std::int32_t connection_receive_window() const { return receive_window_.size(); }
    [[nodiscard]] const Settings& acked_settings() const { return local_; }  // ours, acknowledged
    [[nodiscard]] const Settings& peer_settings() const { return peer_; }
    [[nodiscard]] std::uint32_t unacked_settings() const { return unacked_.size(); }
    [[nodiscard]] bool goaway_sent() const { return goaway_sent_; }
    [[nodiscard]] bool goaway_received() const { return goaway_received_; }
    [[nodiscard]] StreamId announced_last_stream() const { return announced_last_; }
    [[nodiscard]] bool closed() const { return closed_; }

    bool operator==(const Connection&) const;

    // The state in its canonical order, for digests (write) and snapshots (write and read): calls
    // archive(x) for every part; `archive` decides. Two connections are equal when this writes the
    // same. The policy and the role are not part of it. Defined in h2core/canonical.hpp.
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive);

  private:
    friend class Receiver;    // receiver.hpp: one received frame
    friend class Submitter;   // connection_submit.cpp: one command
    friend class StreamBook;  // stream_book.hpp: the table and the slots

    // The newest MAX_CONCURRENT_STREAMS we sent, acknowledged or not.
    [[nodiscard]] std::uint32_t submitted_limit() const;

    Role role_;
    const Policy* policy_;
    Settings local_;  // acknowledged by the peer
    Settings peer_;
    InlineVector<const SettingList*, kMaxUnackedSettings> unacked_;
    InlineVector<Stream, 8> streams_;
    InlineVector<StreamId, 4> remembered_resets_;  // streams we reset, oldest first
    Window send_window_;                           // of the connection
    Window receive_window_;
    StreamId next_local_;
    StreamId highest_peer_;
    std::uint32_t peer_count_ = 0;
    std::uint32_t local_count_ = 0;
    std::uint32_t closing_count_ = 0;
    std::uint32_t running_requests_ = 0;
    bool settings_received_ = false;
    bool goaway_sent_ = false;
    bool goaway_received_ = false;
    bool closed_ = false;
    StreamId announced_last_ = StreamId::from_wire(StreamId::kMax);  // in our last GOAWAY
    StreamId peer_last_ = StreamId::from_wire(StreamId::kMax);       // in the peer's last GOAWAY
};

}  // namespace h2
