#pragma once
// What `h2sim get` runs on one connection: takes transfers from a queue, opens a stream for each as
// the peer's limit allows, uploads under flow control, receives.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tools/net/session.hpp"
#include "tools/net/transfer.hpp"

namespace tools::net {

class ClientConnection : public Application {
  public:
    struct Shared {
        std::deque<Transfer*> waiting;  // to be requested, in this order
        std::string content;            // of every request; none if `has_content` is false
        bool has_content = false;
        std::uint32_t max_streams = 100;
        bool fail_on_status = false;
        ContentWriter* writer = nullptr;
        // Nothing is held back any more: a transfer had to be requested again, and those behind it
        // may be what it waits for.
        bool holds_nothing_back = false;
        std::function<void(Transfer&)> completed;
    };
    using Gone = std::function<void(const End& end)>;

    // `shared` outlives the connection. `gone` is called once, when nothing more will happen.
    ClientConnection(Loop& loop, Shared& shared, Gone gone)
        : shared_{shared}, gone_{std::move(gone)}, round_trip_{loop} {}

    void start(std::shared_ptr<Session> session);
    [[nodiscard]] Session& session() { return *session_; }
    [[nodiscard]] std::uint64_t completed() const { return completed_; }
    // The server has told us to go elsewhere with what it has not processed (RFC 9113 section 6.8).
    [[nodiscard]] bool was_sent_away() const {
        return peer_going_away_ && away_code_ == h2::ErrorCode::NO_ERROR;
    }
    // What the server has done wrong that no request has to do with; empty: nothing.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

    void ready() override { open_streams(); }
    void handle(const h2::Effect& effect) override;
    void stream_reset(h2::StreamId stream) override;
    void window_opened(h2::StreamId stream) override;
    bool send_some() override;
    void ended(const End& end) override;

    // The content before this transfer's has been written: what was held back may go on.
    void release(const Transfer& transfer);

  private:
    struct Active {
        Transfer* transfer = nullptr;
        std::size_t sent = 0;    // octets of the request's content
        std::uint32_t held = 0;  // octets received and not given back
        bool uploading = false;
        bool queued = false;    // in ready_
        bool answered = false;  // the final response's head has come
    };

    void open_streams();
    bool open_some();  // whether any
    bool open_one();
    void received(const h2::DeliverHeaders& headers);
    void received(const h2::DeliverData& data);
    void was_reset(const h2::DeliverReset& reset);
    void going_away(const h2::DeliverGoAway& away);
    void complete(h2::StreamId stream);
    void fail(Transfer& transfer, std::string trouble, ExitCode code) const;
    void retry(Transfer& transfer, std::string_view why);
    void finish_if_idle();
    // A last round trip, so that what the server still sends in spite of its END_STREAM is seen.
    void await_round_trip();
    void round_trip_done(bool answered);
    bool upload(h2::StreamId stream, Active& active);

    Shared& shared_;
    Gone gone_;
    std::shared_ptr<Session> session_;
    std::unordered_map<std::uint32_t, Active> active_;  // by stream
    std::deque<h2::StreamId> ready_;                    // with content to upload
    std::uint64_t completed_ = 0;
    bool peer_going_away_ = false;
    h2::ErrorCode away_code_ = h2::ErrorCode::NO_ERROR;
    Timer round_trip_;
    bool last_words_ = false;  // the round trip has begun
    std::string complaint_;
};

}  // namespace tools::net
