#pragma once
// The bookkeeping of a connection's streams: the table, the concurrency slots of section 5.1.2 and
// the streams we reset and remember. Internal to connection*.cpp; the rules are told at the top of
// connection.hpp. Every change of a stream ends in settle(), which is the only place that decides
// whether a slot is due and whether the stream leaves the table.

#include <cstdint>

#include "h2core/connection.hpp"

namespace h2 {

class StreamBook {
  public:
    explicit StreamBook(Connection& connection) : connection_{connection} {}

    [[nodiscard]] Stream* find(StreamId id);
    // The state of any stream, in the table (`stream`) or not (null).
    [[nodiscard]] Lifecycle lifecycle_of(StreamId id, const Stream* stream) const;

    // A new entry with the initial windows in force. The identifier must not be in the table.
    Stream& add(StreamId id, Lifecycle lifecycle);
    // Erases the stream whatever its state; its slot is given back.
    void drop(Stream& stream);

    // The stream takes its slot; not yet counted.
    void take_slot(Stream& stream);
    // The slot is given back now, if the stream holds one (ResetFrees::never: the flag only).
    void free_slot(Stream& stream);
    // After any change: counts the stream as closing, frees its slot and erases it, as due. The
    // reference is invalid afterwards.
    void settle(Stream& stream);

    // Our frame that ends our side was submitted. Settles.
    void end_local(Stream& stream, ClosingFrame kind);
    // The peer's END_STREAM passed. Settles. True: the writer is to remove the stream.
    [[nodiscard]] bool end_remote(Stream& stream);
    // The peer's RST_STREAM passed, the stream is closed by it. Settles. True: as above.
    [[nodiscard]] bool reset_by_peer(Stream& stream);
    // The writer has come to the removal. Settles. False if it was not waited for.
    bool removal_taken(StreamId id);
    // Our RST_STREAM was created: it is now the frame that closes the stream. Settles.
    void reset(Stream& stream);
    // The request function returned: release point `app_done`. Settles.
    void request_returned(Stream& stream);

    // A stream that we reset, in the table or not, is remembered (Policy::reset_memory).
    void remember_reset(StreamId id);
    [[nodiscard]] bool remembers_reset(StreamId id) const;
    // False if it was not remembered.
    bool forget_reset(StreamId id);

    // INITIAL_WINDOW_SIZE changed: section 6.9.2. False if a window would pass 2^31-1.
    [[nodiscard]] bool shift_windows(Window Stream::* window, std::int64_t delta);

  private:
    [[nodiscard]] bool slot_is_due(const Stream& stream) const;
    [[nodiscard]] bool reached(const Stream& stream, WriteStage point) const;
    [[nodiscard]] WriteStage release_point(ClosingFrame kind) const;
    // The stream, closed by the peer, waits for the writer if `by_writer` and it holds a slot.
    bool leave_to_writer(Stream& stream, bool by_writer);
    void count_as_closing(Stream& stream);
    void erase(Stream& stream);
    void mark_forgotten(StreamId id);
    std::uint32_t& counter(StreamId id);

    Connection& connection_;
};

}  // namespace h2
