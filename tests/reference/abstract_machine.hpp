#pragma once
// The second opinion: a direct transcription of the abstract machine that two independent model
// checkers have run. It knows no HTTP/2, only ids, a count and an order; it shares nothing with the
// core or the server runtime, only the explorer. Rules are numbered where they are transcribed, in
// abstract_machine.cpp.
//
//   client --c2s--> slot --> loop --> running --> want --> loop --> write queue --> writer
//   client <--s2c-- writer,  and  writer --completion posted--> loop
//
// Ids 1 … requests are used in order; a finished id leaves no trace. Everything below is the state
// and nothing else is.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/world/world_concept.hpp"

namespace reference {

inline constexpr std::size_t kMostRequests = 64;

using Id = std::uint8_t;  // 1 … 64; 0 is none

enum class Design : std::uint8_t { none, drain, prio, block, early, lazy, defer };
enum class Client : std::uint8_t { duplex, wfirst };

std::optional<Design> design_named(std::string_view name);
std::optional<Client> client_named(std::string_view name);

struct Parameters {
    unsigned limit = 1;            // N, 1 … 64
    unsigned requests = 1;         // R, 1 … 64
    unsigned server_capacity = 1;  // CAPS of s2c, 1 … 64
    unsigned client_capacity = 1;  // CAPC of c2s, 1 … 64
    Design design = Design::none;
    Client client = Client::duplex;
};

enum class Kind : std::uint8_t { response, reset };

struct Frame {
    Kind kind = Kind::response;
    Id id = 0;
};

// First in, first out. No queue ever holds an id twice, so 64 places suffice.
template <class T>
struct Fifo {
    std::uint8_t size = 0;
    std::array<T, kMostRequests> items{};

    [[nodiscard]] bool empty() const { return size == 0; }
    [[nodiscard]] T front() const { return items[0]; }
    void push(T item) { items[size++] = item; }
    T pop() {
        const T first = items[0];
        for (std::size_t i = 1; i < size; ++i) {
            items[i - 1] = items[i];
        }
        --size;
        return first;
    }
};

enum class Writing : std::uint8_t { idle, started, in_pipe, completion_posted };

class Machine {
  public:
    // In the order of enabled(); `finish_request` once per running id, ascending.
    enum class Step : std::uint8_t {
        client_sends,
        client_receives,
        reader_fills_slot,
        request_finishes,
        loop_takes_want,
        loop_takes_slot,
        loop_takes_completion,
        writer_puts_frame,
        writer_posts_completion,
        rest_in_final_state,
    };
    struct Event {
        Step step = Step::client_sends;
        Id id = 0;  // of request_finishes
    };
    // Observation bit 0: the client counts an error, that is, it receives a reset.
    static constexpr unsigned kErrorBit = 0;

    explicit Machine(const Parameters& parameters) : parameters_{parameters} {}

    void enabled(sim::EventList<Machine>& out) const;
    sim::Observations step(Event event);
    // Final states have a step (their self-loop), so a state without one is a deadlock.
    [[nodiscard]] bool finished() const { return false; }
    [[nodiscard]] bool satisfied() const { return is_final(); }

    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalar(self.open_);
        archive.scalar(self.sent_);
        archive.scalar(self.errors_);
        transfer_ids(archive, self.client_to_server_);
        archive.scalar(self.slot_);
        archive.scalar(self.running_);
        transfer_ids(archive, self.want_);
        transfer_frames(archive, self.write_queue_);
        archive.scalar(self.writing_);
        transfer_frame(archive, self.written_);
        transfer_frames(archive, self.server_to_client_);
        archive.scalar(self.cur_);
        archive.scalar(self.blocked_);
    }

  private:
    template <class Archive, class Ids>
    static void transfer_ids(Archive& archive, Ids& fifo) {
        archive.scalar(fifo.size);
        for (std::size_t i = 0; i < fifo.size; ++i) {
            archive.scalar(fifo.items[i]);
        }
    }
    template <class Archive, class Frames>
    static void transfer_frames(Archive& archive, Frames& fifo) {
        archive.scalar(fifo.size);
        for (std::size_t i = 0; i < fifo.size; ++i) {
            transfer_frame(archive, fifo.items[i]);
        }
    }
    template <class Archive, class One>
    static void transfer_frame(Archive& archive, One& frame) {
        archive.scalar(frame.kind);
        archive.scalar(frame.id);
    }

    [[nodiscard]] bool is_final() const;
    [[nodiscard]] bool may_send() const;
    [[nodiscard]] bool client_can_receive() const;
    [[nodiscard]] bool loop_can_take_want() const;
    [[nodiscard]] bool loop_can_take_slot() const;
    [[nodiscard]] bool must_await_write() const;
    void take_slot();
    void admit_or_reset();
    void take_completion();
    void start_or_queue(Frame frame);
    void start(Frame frame);

    Parameters parameters_;  // constant

    std::uint8_t open_ = 0;    // the client's count of open ids
    std::uint8_t sent_ = 0;    // ids sent
    std::uint8_t errors_ = 0;  // resets received
    Fifo<Id> client_to_server_;
    Id slot_ = 0;
    std::uint64_t running_ = 0;  // bit id-1
    Fifo<Id> want_;
    Fifo<Frame> write_queue_;
    Writing writing_ = Writing::idle;
    Frame written_;  // what the writer has; nothing when idle
    Fifo<Frame> server_to_client_;
    std::uint8_t cur_ = 0;  // the server's count
    bool blocked_ = false;  // the loop waits for the outstanding write (block, lazy)
};

}  // namespace reference
