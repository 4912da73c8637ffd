#pragma once
// One HTTP/2 connection over a byte stream, for either role: octets into the endpoint, its effects
// to the application, its frames to the wire, each with the reports of its stations.
//
// Output is bounded: one buffer is filled when the one before has been written, first with the
// queued frames (everything but DATA), then with what the application submits, one frame at a time.
// While too many frames wait for a peer that does not read, nothing is read from it either.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/endpoint.hpp"
#include "tools/net/byte_stream.hpp"
#include "tools/net/field_texts.hpp"
#include "tools/net/live_log.hpp"
#include "tools/net/loop.hpp"

namespace tools::net {

inline constexpr std::uint32_t kMostInDataFrame = 16'384;  // octets, so that streams take turns

// How a connection ended.
struct End {
    enum class Kind : std::uint8_t {
        finished,     // by us, in order
        peer_closed,  // the peer closed it, or it was reset
        timed_out,    // nothing came for too long
        tls_failed,   // handshake
        no_http2,     // TLS without ALPN h2, or the octets of another protocol
        peer_broke,   // a connection error of the peer's making (RFC 9113 section 5.4.1)
        peer_gave_up  // the peer's GOAWAY with an error code
    };
    Kind kind = Kind::finished;
    std::string text;
};

// What runs on a connection. Calls come from within Session's, but never from submit().
class Application {
  public:
    Application() = default;
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;
    virtual ~Application() = default;

    virtual void ready() {}  // the byte stream is open, and our SETTINGS are queued
    // All effects but SendFrame and CloseTransport.
    virtual void handle(const h2::Effect& effect) = 0;
    // The endpoint resets that stream, for an error of the peer or because it is answered early.
    virtual void stream_reset(h2::StreamId stream) = 0;
    // The peer's window of that stream grew, or (stream 0) those of all streams: by its SETTINGS.
    // Where the connection's grows, send_some() is called.
    virtual void window_opened(h2::StreamId stream) = 0;
    // There is room: submit one DATA or HEADERS frame. False: there is nothing to send now.
    virtual bool send_some() = 0;
    // Whether something is about to happen here: the silence is ours, and no time out.
    [[nodiscard]] virtual bool busy() const { return false; }
    // Nothing more comes. Called once; the session is of no use afterwards.
    virtual void ended(const End& end) = 0;
};

struct SessionOptions {
    std::uint64_t number = 1;  // for logs
    h2::SettingList settings;  // ours
    std::uint32_t connection_window = 65'535;
    Milliseconds timeout{0};           // without an octet either way; 0: none
    bool acknowledge_at_once = false;  // ByteStream::acknowledge_at_once()
};

class Session : public std::enable_shared_from_this<Session> {
  public:
    // `policy`, `log` and `application` outlive the session's end.
    Session(Loop& loop, std::unique_ptr<ByteStream> stream, h2::Role role, const h2::Policy& policy,
            SessionOptions options, LiveLog& log, Application& application);

    void start();
    // Frames are written when the present callback of the loop is over. `fields`: what HEADERS
    // stand on.
    std::optional<h2::Refusal> submit(const h2::Command& command, const SharedFields& fields = {});
    // As Endpoint::consume.
    void consume(h2::StreamId stream, std::uint32_t octets);
    // While held, nothing that the peer sends is looked at: it has not been received yet.
    void hold_reading(bool held);
    // There is something to send.
    void wake();
    // Frames of that stream that are queued are not sent: it was reset.
    void drop_queued(h2::StreamId stream);

    // Writes what is queued, then closes in order.
    void finish(End end = {});
    // Closes at once.
    void abort(const End& reason);

    // To be called regularly: `passed` since the last call.
    void tick(Milliseconds passed);
    void seconds_passed(std::uint32_t seconds) { endpoint_.seconds_passed(seconds); }

    [[nodiscard]] const h2::Connection& connection() const { return endpoint_.connection(); }
    [[nodiscard]] bool alive() const { return application_ != nullptr; }
    [[nodiscard]] bool finishing() const { return finishing_; }
    [[nodiscard]] std::uint64_t octets_received() const { return endpoint_.octets_received(); }
    [[nodiscard]] bool settings_received() const { return settings_received_; }

  private:
    struct Queued {
        h2::Frame frame;
        SharedFields fields;
    };

    void opened(const std::error_code& error);
    void read();
    void take(std::size_t octets);
    void feed(std::span<const std::byte> octets);
    void feed_unread();
    void note_beginning(std::span<const std::byte> octets);
    void judge(const h2::Reception& reception);
    [[nodiscard]] End end_for(const h2::Reception& wrong) const;
    void answer(const h2::Reception& reception);
    void note_stream_error(const h2::Verdict& verdict);
    void withdraw_reset(h2::StreamId stream);
    void handle(const h2::Effects& effects, const SharedFields& fields = {});
    void pump();
    bool fill();
    void encode(const Queued& queued);
    void report(h2::WriteStage stage);
    void take_removals();
    void write();
    void written(const std::error_code& error);
    void send(const h2::Frame& frame, const SharedFields& fields);
    void close_in_order();
    void time_out();
    void end(const End& end);
    void half_closed(const std::error_code& error);
    void failed(const std::error_code& error);
    [[nodiscard]] End end_for(const std::error_code& error) const;
    [[nodiscard]] std::string_view beginning() const { return {first_.data(), first_size_}; }

    Loop& loop_;
    std::unique_ptr<ByteStream> stream_;
    h2::Endpoint endpoint_;
    h2::Role role_;
    SessionOptions options_;
    LiveLog& log_;
    Application* application_;  // null after the end
    std::deque<Queued> queue_;
    std::vector<h2::StreamId> dropped_;   // streams whose queued frames are not sent
    std::vector<h2::StreamId> removals_;  // streams to be removed when the queue is written
    std::vector<std::byte> buffer_;       // being written, or filled
    std::vector<h2::Frame> in_buffer_;    // its frames, without what they refer to
    std::vector<std::byte> room_;         // for reading
    std::span<const std::byte> unread_;   // in there, while answers are written
    std::uint32_t unread_for_ = 0;        // ticks
    std::array<char, 16> first_{};        // the first octets of the peer
    std::size_t first_size_ = 0;
    Milliseconds silent_for_{0};
    Timer linger_;
    std::optional<End> pending_end_;  // told when everything is written
    std::string reason_;              // of a connection error, as our GOAWAY tells it
    std::uint32_t stream_errors_ = 0;
    bool reports_optional_stages_;
    bool reading_ = false;
    bool held_ = false;
    std::size_t held_octets_ = 0;  // in room_, that came meanwhile
    bool writing_ = false;
    bool pump_due_ = false;
    bool preface_encoded_ = false;
    bool settings_received_ = false;
    bool finishing_ = false;
    bool lingering_ = false;
    bool peer_done_ = false;  // sends nothing more
    End end_of_peer_;
};

}  // namespace tools::net
