#pragma once
// One connection of the threaded server: three threads, and the loop's state, which is the loop's
// alone. The stations of a frame on its way out are those of ARCHITECTURE.md, "The server runtime".

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <span>
#include <thread>
#include <vector>

#include "h2core/endpoint.hpp"
#include "tests/net/threaded/mailbox.hpp"
#include "tests/net/threaded/options.hpp"
#include "tests/net/threaded/responses.hpp"

namespace threaded {

class Connection {
  public:
    // Takes over the socket. `options` and `policy` outlive it; `number` seeds the choice between
    // a frame and a completion that are both ready.
    Connection(int socket, std::uint32_t number, const Options& options, const h2::Policy& policy);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();  // cuts it off and waits for its threads

    [[nodiscard]] bool ended() const { return ended_; }

  private:
    void loop();
    bool step();
    bool process_frame();
    void process(std::span<const std::byte> octets);
    void end_after_requests();
    [[nodiscard]] bool waits_for_completion(std::span<const std::byte> octets) const;
    bool complete();
    void handle(const h2::Effects& effects);
    void handle(const h2::Effect& effect);
    void drop(h2::StreamId stream);
    void submit(const h2::Command& command);
    void schedule();
    bool queue_more();
    void start_frame(const h2::Frame& frame);
    void start_write(ByteVector octets);

    int socket_;
    const Options& options_;
    h2::SettingList settings_;
    h2::Endpoint endpoint_;
    Responses responses_;
    std::deque<h2::Frame> queue_;        // accepted, not yet encoded
    ByteVector buffer_;                  // octets that are complete and not yet on their way
    bool writing_ = false;               // the writer has octets, or has posted their completion
    std::optional<h2::Frame> in_write_;  // the frame that completes with them
    bool away_ = false;                  // GOAWAY has been sent
    bool close_wanted_ = false;          // when everything is written
    bool closed_ = false;
    std::minstd_rand random_;
    Mailbox mailbox_;
    std::atomic<bool> ended_ = false;
    std::thread reader_;
    std::thread writer_;
    std::thread loop_;
};

}  // namespace threaded
