#pragma once
// Three designs written down directly, as states and steps, to hold nets against: a writer that
// swaps its queue, an actor for each stream whose end comes through a mailbox, one queue for the
// completions of reads and writes. Nothing is shared with the simulator: neither the interpreter of
// nets nor the core nor the explorer. Requests have no body, a response is HEADERS and DATA with
// END_STREAM, and the client opens a stream whenever it has fewer than the limit.

#include <cstddef>
#include <optional>

namespace reference {

struct NetSize {
    unsigned limit = 1;
    unsigned requests = 2;
    unsigned to_client = 1;  // frames in each direction of the transport
    unsigned to_server = 1;
    unsigned slack = 0;
};

// The steps of the shortest way to the refusal of a client that keeps the limit, with the step that
// refuses; nothing if there is none.
using ShortestRefusal = std::optional<std::size_t>;

// `batch`: frames of one write call; 0: all that are queued. `at_once`: the bookkeeping of a call
// is one step.
ShortestRefusal batching_writer(const NetSize& size, unsigned batch, bool at_once);

enum class ActorEnds { any_time_later, later_and_first, behind_last_frame };
ShortestRefusal mailbox_actor(const NetSize& size, ActorEnds ends);

enum class RingOrder { any, writes_first, park_at_limit };
ShortestRefusal completion_queue(const NetSize& size, RingOrder order);

}  // namespace reference
