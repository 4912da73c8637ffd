// Breadth first over states that are compared as they are. A step that refuses a client ends the
// search: the client of these machines never exceeds its limit.

#include "tests/reference/net_machines.hpp"

#include <compare>
#include <set>
#include <utility>
#include <vector>

namespace reference {
namespace {

// Frames of a response by stream: HEADERS is 2 * stream, DATA with END_STREAM 2 * stream + 1.
using Frames = std::vector<unsigned>;

bool is_end(unsigned frame) {
    return frame % 2 == 1;
}

unsigned stream_of(unsigned frame) {
    return frame / 2;
}

// What every machine has: the client, the transport, the count, the functions.
struct Common {
    unsigned made = 0;  // requests of the client, which are streams 1, 2, …
    unsigned open = 0;  // for the client
    unsigned counted = 0;
    Frames to_server;            // streams
    Frames to_client;            // frames
    std::vector<unsigned> next;  // of each stream's function: the frame it hands over next, 0 or 1;
                                 // 2: none, 3: it waits
    auto operator<=>(const Common&) const = default;
};

constexpr unsigned kDone = 2;
constexpr unsigned kWaitsForFirst = 3;  // until its HEADERS have been heard of, or are complete

template <class Machine>
ShortestRefusal search(const Machine& machine) {
    using State = typename Machine::State;
    std::set<State> seen{State{}};
    std::vector<State> layer{State{}};
    for (std::size_t depth = 1; !layer.empty(); ++depth) {
        std::vector<State> following;
        bool refused = false;
        for (const State& state : layer) {
            machine.each_step(state, [&](State after, bool refuses) {
                refused = refused || refuses;
                if (!refuses && seen.insert(after).second) {
                    following.push_back(std::move(after));
                }
            });
        }
        if (refused) {
            return depth;
        }
        layer = std::move(following);
    }
    return std::nullopt;
}

template <class State, class Visit>
void client_steps(const NetSize& size, const State& state, const Visit& visit) {
    if (state.open < size.limit && state.made < size.requests &&
        state.to_server.size() < size.to_server) {
        State after = state;
        ++after.made;
        ++after.open;
        after.to_server.push_back(after.made);
        visit(std::move(after), false);
    }
    if (!state.to_client.empty()) {
        State after = state;
        after.open -= is_end(after.to_client.front()) ? 1 : 0;
        after.to_client.erase(after.to_client.begin());
        visit(std::move(after), false);
    }
}

// HEADERS of a new stream are processed. True: refused.
template <class State>
bool admit(const NetSize& size, State& state) {
    if (state.counted >= size.limit + size.slack) {
        return true;
    }
    ++state.counted;
    state.next.push_back(0);
    return false;
}

unsigned first_out(Frames& frames) {
    const unsigned frame = frames.front();
    frames.erase(frames.begin());
    return frame;
}

struct BatchingWriter {
    struct State : Common {
        Frames queue;
        Frames batch;
        Frames written;
        auto operator<=>(const State&) const = default;
    };
    NetSize size;
    unsigned most = 0;
    bool at_once = false;

    template <class Visit>
    void each_step(const State& state, const Visit& visit) const {
        client_steps(size, state, visit);
        if (!state.to_server.empty()) {
            State after = state;
            first_out(after.to_server);
            const bool refused = admit(size, after);
            visit(std::move(after), refused);
        }
        for (unsigned stream = 1; stream <= state.next.size(); ++stream) {
            if (state.next[stream - 1] < kDone) {
                State after = state;
                after.queue.push_back(2 * stream + after.next[stream - 1]++);
                visit(std::move(after), false);
            }
        }
        writer_steps(state, visit);
    }

    template <class Visit>
    void writer_steps(const State& state, const Visit& visit) const {
        if (state.batch.empty() && state.written.empty() && !state.queue.empty()) {
            State after = state;
            while (!after.queue.empty() && (most == 0 || after.batch.size() < most)) {
                after.batch.push_back(first_out(after.queue));
            }
            visit(std::move(after), false);
        }
        if (!state.batch.empty() && state.to_client.size() < size.to_client) {
            State after = state;
            after.written.push_back(first_out(after.batch));
            after.to_client.push_back(after.written.back());
            visit(std::move(after), false);
        }
        if (state.batch.empty() && !state.written.empty()) {
            State after = state;
            do {
                after.counted -= is_end(first_out(after.written)) ? 1 : 0;
            } while (at_once && !after.written.empty());
            visit(std::move(after), false);
        }
    }
};

struct MailboxActor {
    // What is in the mailbox.
    struct Message {
        enum Kind { headers, turn, end } kind = headers;
        unsigned stream = 0;
        auto operator<=>(const Message&) const = default;
    };
    struct State : Common {
        std::vector<Message> mailbox;
        std::set<unsigned> exiting;
        Frames outbox;
        std::vector<unsigned> heard;  // of each stream: frames that the connection has heard of
        auto operator<=>(const State&) const = default;
    };
    NetSize size;
    ActorEnds ends = ActorEnds::any_time_later;

    void write(State& state) const {
        while (!state.outbox.empty() && state.to_client.size() < size.to_client) {
            state.to_client.push_back(first_out(state.outbox));
        }
    }

    template <class Visit>
    void each_step(const State& state, const Visit& visit) const {
        client_steps(size, state, visit);
        if (!state.to_server.empty()) {
            State after = state;
            after.mailbox.push_back({Message::headers, first_out(after.to_server)});
            visit(std::move(after), false);
        }
        for (unsigned stream = 1; stream <= state.next.size(); ++stream) {
            if (state.next[stream - 1] < kDone) {
                State after = state;
                const bool last = after.next[stream - 1] == 1;
                after.next[stream - 1] = last ? kDone : kWaitsForFirst;
                after.mailbox.push_back({Message::turn, stream});
                if (last && ends == ActorEnds::behind_last_frame) {
                    after.mailbox.push_back({Message::end, stream});
                } else if (last) {
                    after.exiting.insert(stream);
                }
                visit(std::move(after), false);
            }
        }
        for (const unsigned stream : state.exiting) {
            State after = state;
            after.exiting.erase(stream);
            after.mailbox.push_back({Message::end, stream});
            visit(std::move(after), false);
        }
        connection_steps(state, visit);
    }

    template <class Visit>
    void connection_steps(const State& state, const Visit& visit) const {
        if (!state.outbox.empty()) {
            State after = state;
            write(after);
            if (after.outbox != state.outbox) {
                visit(std::move(after), false);
            }
            return;
        }
        if (state.mailbox.empty()) {
            return;
        }
        State after = state;
        std::size_t at = 0;
        for (std::size_t i = 0; ends == ActorEnds::later_and_first && i < after.mailbox.size();
             ++i) {
            if (after.mailbox[i].kind == Message::end) {
                at = i;
                break;
            }
        }
        const Message message = after.mailbox[at];
        after.mailbox.erase(after.mailbox.begin() + static_cast<std::ptrdiff_t>(at));
        bool refused = false;
        switch (message.kind) {
            case Message::headers:
                refused = admit(size, after);
                after.heard.push_back(0);
                break;
            case Message::turn: {
                unsigned& heard = after.heard[message.stream - 1];
                after.outbox.push_back(2 * message.stream + heard);
                ++heard;
                if (after.next[message.stream - 1] == kWaitsForFirst) {
                    after.next[message.stream - 1] = 1;
                }
                write(after);
                break;
            }
            case Message::end: --after.counted; break;
        }
        visit(std::move(after), refused);
    }
};

struct CompletionQueue {
    struct State : Common {
        std::multiset<unsigned> writes;  // completions that are posted, by frame
        unsigned read = 0;               // the completion of a read that is posted, by stream
        Frames submitted;
        Frames in_kernel;
        auto operator<=>(const State&) const = default;
    };
    NetSize size;
    RingOrder order = RingOrder::any;

    bool outstanding_end(const State& state) const {
        const auto some = [](const auto& frames) {
            for (const unsigned frame : frames) {
                if (is_end(frame)) {
                    return true;
                }
            }
            return false;
        };
        return some(state.writes) || some(state.submitted) || some(state.in_kernel);
    }

    bool may_process(const State& state) const {
        switch (order) {
            case RingOrder::any: return true;
            case RingOrder::writes_first: return state.writes.empty();
            case RingOrder::park_at_limit:
                return state.counted < size.limit + size.slack || !outstanding_end(state);
        }
        return true;
    }

    template <class Visit>
    void each_step(const State& state, const Visit& visit) const {
        client_steps(size, state, visit);
        if (!state.to_server.empty() && state.read == 0) {
            State after = state;
            after.read = first_out(after.to_server);
            visit(std::move(after), false);
        }
        if (!state.submitted.empty() && state.to_client.size() < size.to_client) {
            State after = state;
            after.in_kernel.push_back(first_out(after.submitted));
            after.to_client.push_back(after.in_kernel.back());
            visit(std::move(after), false);
        }
        if (!state.in_kernel.empty()) {
            State after = state;
            after.writes.insert(first_out(after.in_kernel));
            visit(std::move(after), false);
        }
        if (state.read != 0 && may_process(state)) {
            State after = state;
            after.read = 0;
            const bool refused = admit(size, after);
            visit(std::move(after), refused);
        }
        loop_steps(state, visit);
    }

    template <class Visit>
    void loop_steps(const State& state, const Visit& visit) const {
        for (const unsigned frame : state.writes) {
            State after = state;
            after.writes.erase(after.writes.find(frame));
            after.counted -= is_end(frame) ? 1 : 0;
            if (!is_end(frame)) {
                after.next[stream_of(frame) - 1] = 1;
            }
            visit(std::move(after), false);
        }
        for (unsigned stream = 1; stream <= state.next.size(); ++stream) {
            if (state.next[stream - 1] < kDone) {
                State after = state;
                unsigned& next = after.next[stream - 1];
                after.submitted.push_back(2 * stream + next);
                next = next == 0 ? kWaitsForFirst : kDone;
                visit(std::move(after), false);
            }
        }
    }
};

}  // namespace

ShortestRefusal batching_writer(const NetSize& size, unsigned batch, bool at_once) {
    return search(BatchingWriter{size, batch, at_once});
}

ShortestRefusal mailbox_actor(const NetSize& size, ActorEnds ends) {
    return search(MailboxActor{size, ends});
}

ShortestRefusal completion_queue(const NetSize& size, RingOrder order) {
    return search(CompletionQueue{size, order});
}

}  // namespace reference
