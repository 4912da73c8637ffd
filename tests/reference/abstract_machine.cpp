#include "tests/reference/abstract_machine.hpp"

#include <utility>

namespace reference {
namespace {

std::uint64_t bit(Id id) {
    return std::uint64_t{1} << (id - 1U);
}

}  // namespace

std::optional<Design> design_named(std::string_view name) {
    constexpr std::pair<std::string_view, Design> kDesigns[] = {
        {"none", Design::none},   {"drain", Design::drain}, {"prio", Design::prio},
        {"block", Design::block}, {"early", Design::early}, {"lazy", Design::lazy},
        {"defer", Design::defer}};
    for (const auto& [known, design] : kDesigns) {
        if (known == name) {
            return design;
        }
    }
    return std::nullopt;
}

std::optional<Client> client_named(std::string_view name) {
    if (name == "duplex") {
        return Client::duplex;
    }
    return name == "wfirst" ? std::optional{Client::wfirst} : std::nullopt;
}

// "Final states (all sent, none open, writer idle)"
bool Machine::is_final() const {
    return sent_ == parameters_.requests && open_ == 0 && writing_ == Writing::idle;
}

bool Machine::may_send() const {
    return open_ < parameters_.limit && sent_ < parameters_.requests;
}

// "wfirst (does not receive while open < N and sent < R)"
bool Machine::client_can_receive() const {
    const bool writes_first = parameters_.client == Client::wfirst && may_send();
    return !server_to_client_.empty() && !writes_first;
}

// "prio (want and slot steps only when no completion is posted)"; "a blocked loop does only that"
bool Machine::loop_can_take_want() const {
    const bool posted = writing_ == Writing::completion_posted;
    const bool gives_way = parameters_.design == Design::prio && posted;
    return !want_.empty() && !blocked_ && !gives_way;
}

bool Machine::loop_can_take_slot() const {
    const bool posted = writing_ == Writing::completion_posted;
    const bool gives_way = parameters_.design == Design::prio && posted;
    // "defer … without one [a posted completion] the slot step is not enabled"
    const bool deferred = parameters_.design == Design::defer && must_await_write() && !posted;
    // A blocked loop goes on when the completion is posted, with the slot step in the same
    // transition.
    return slot_ != 0 && (!blocked_ || posted) && !gives_way && !deferred;
}

// Whether the slot step may not go ahead of the outstanding write.
bool Machine::must_await_write() const {
    const bool write_outstanding = writing_ != Writing::idle;
    switch (parameters_.design) {
        case Design::block: return write_outstanding;
        case Design::lazy:
        case Design::defer:  // "only while cur+1 > N and the write in progress is a response"
            return write_outstanding && written_.kind == Kind::response &&
                   cur_ + 1U > parameters_.limit;
        case Design::none:
        case Design::drain:
        case Design::prio:
        case Design::early: return false;
    }
    return false;
}

void Machine::enabled(sim::EventList<Machine>& out) const {
    const auto list = [&](bool is_enabled, Step step, Id id = 0) {
        if (is_enabled) {
            out.push_back({step, id});
        }
    };
    // "client sends (open < N, sent < R, room)"
    list(may_send() && client_to_server_.size < parameters_.client_capacity, Step::client_sends);
    list(client_can_receive(), Step::client_receives);
    // "reader moves one id to the empty slot"
    list(!client_to_server_.empty() && slot_ == 0, Step::reader_fills_slot);
    // "a running request finishes into want (any of them)"
    for (Id id = 1; id <= parameters_.requests; ++id) {
        list((running_ & bit(id)) != 0, Step::request_finishes, id);
    }
    list(loop_can_take_want(), Step::loop_takes_want);
    list(loop_can_take_slot(), Step::loop_takes_slot);
    list(writing_ == Writing::completion_posted && !blocked_, Step::loop_takes_completion);
    // "writer puts the frame in s2c (room)"
    list(writing_ == Writing::started && server_to_client_.size < parameters_.server_capacity,
         Step::writer_puts_frame);
    list(writing_ == Writing::in_pipe, Step::writer_posts_completion);
    // "Final states … have one self-loop each, counted as a transition"
    list(is_final(), Step::rest_in_final_state);
}

sim::Observations Machine::step(Event event) {
    switch (event.step) {
        case Step::client_sends:
            ++open_;
            client_to_server_.push(++sent_);
            break;
        case Step::client_receives: {  // "open−1; a reset also counts an error"
            --open_;
            if (server_to_client_.pop().kind == Kind::reset) {
                ++errors_;
                return sim::Observations{1} << kErrorBit;
            }
            break;
        }
        case Step::reader_fills_slot: slot_ = client_to_server_.pop(); break;
        case Step::request_finishes:
            running_ &= ~bit(event.id);
            want_.push(event.id);
            break;
        case Step::loop_takes_want: start_or_queue({Kind::response, want_.pop()}); break;
        case Step::loop_takes_slot: take_slot(); break;
        case Step::loop_takes_completion: take_completion(); break;
        case Step::writer_puts_frame:
            server_to_client_.push(written_);
            writing_ = Writing::in_pipe;
            break;
        case Step::writer_posts_completion: writing_ = Writing::completion_posted; break;
        case Step::rest_in_final_state: break;
    }
    return 0;
}

void Machine::take_slot() {
    const bool posted = writing_ == Writing::completion_posted;
    if (must_await_write() && !posted) {  // block and lazy; defer does not come here
        blocked_ = true;                  // "marks the loop blocked, its own transition"
        return;
    }
    // drain: "slot step first takes a posted completion, same transition"; block, lazy, defer:
    // "with a posted completion both happen in one"
    if (posted && (parameters_.design == Design::drain || must_await_write())) {
        take_completion();
    }
    blocked_ = false;
    admit_or_reset();
}

// "cur+1 > N → queue/start a reset, else cur+1 and running"
void Machine::admit_or_reset() {
    const Id id = std::exchange(slot_, Id{0});
    if (cur_ + 1U > parameters_.limit) {
        start_or_queue({Kind::reset, id});
    } else {
        ++cur_;
        running_ |= bit(id);
    }
}

// "cur−1 for a response (a reset never counts), start the next queued write"
void Machine::take_completion() {
    if (written_.kind == Kind::response && parameters_.design != Design::early) {
        --cur_;
    }
    writing_ = Writing::idle;
    written_ = {};
    if (!write_queue_.empty()) {
        start(write_queue_.pop());
    }
}

// "starts the write if the writer is idle, else queues"
void Machine::start_or_queue(Frame frame) {
    if (writing_ == Writing::idle) {
        start(frame);
    } else {
        write_queue_.push(frame);
    }
}

void Machine::start(Frame frame) {
    writing_ = Writing::started;
    written_ = frame;
    if (frame.kind == Kind::response && parameters_.design == Design::early) {
        --cur_;  // "early (cur−1 at write start)"
    }
}

}  // namespace reference
