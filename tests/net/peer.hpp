#pragma once
// A client that does exactly what a test says: frames and octets over a blocking socket.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/hpack/decoder.hpp"
#include "h2core/hpack/encoder.hpp"
#include "h2core/wire/frame_header.hpp"

using ByteVector = std::vector<std::byte>;

// A frame as it came.
struct Got {
    h2::FrameHeader header;
    ByteVector payload;

    [[nodiscard]] bool is(h2::FrameType type) const { return header.is(type); }
    [[nodiscard]] bool is(h2::FrameType type, std::uint32_t stream) const {
        return is(type) && header.stream.value() == stream;
    }
    [[nodiscard]] bool has(std::uint8_t flags) const { return header.has(flags); }
    // Four octets of the payload as a number.
    [[nodiscard]] std::uint32_t number(std::size_t offset = 0) const;
    [[nodiscard]] std::string text() const;
};

class Peer {
  public:
    // Takes over a connected socket.
    explicit Peer(int socket) : socket_{socket} {}
    // Connects to 127.0.0.1. `receive_buffer`: octets of the socket, 0: as usual.
    static Peer to(std::uint16_t port, int receive_buffer = 0);
    Peer(const Peer&) = delete;
    Peer(Peer&& other) noexcept;
    Peer& operator=(const Peer&) = delete;
    Peer& operator=(Peer&&) = delete;
    ~Peer();

    // The preface and SETTINGS. The server's are read and acknowledged.
    void greet(const std::vector<h2::Setting>& settings = {});

    void send_text(std::string_view octets);
    void send(const h2::Frame& frame);
    // Collected, and sent by flush().
    void add(const h2::Frame& frame);
    void flush();
    // HEADERS with the pseudo-fields of a request.
    void request(std::uint32_t stream, std::string_view path, bool end_stream = true,
                 std::string_view method = "GET");
    void data(std::uint32_t stream, std::string_view octets, bool end_stream);
    void ping_ack(const Got& ping);

    // The next frame; empty after the end, or where none comes for five seconds (timed_out()).
    std::optional<Got> next();
    // The next frame that is not SETTINGS, WINDOW_UPDATE; PINGs stay.
    std::optional<Got> next_relevant();
    // Skips until that one comes.
    std::optional<Got> await(h2::FrameType type, std::uint32_t stream);
    // Content of that stream to its end; other frames are dropped.
    std::string content(std::uint32_t stream);
    // Octets as they come, at most so many.
    std::string read_text(std::size_t most);
    // Whether the other end closes within that time, whatever comes before.
    bool is_closed(int milliseconds = 5'000);
    // The fields of HEADERS, "name: value\n" each. To be called for every HEADERS, in order.
    std::string fields(const Got& headers);

    void shut_down_sending() const;
    void reset() const;  // the next close is a TCP reset
    [[nodiscard]] bool timed_out() const { return timed_out_; }

  private:
    bool fill(int milliseconds);

    int socket_;
    ByteVector in_;
    std::size_t from_ = 0;
    ByteVector out_;
    h2::hpack::Encoder encoder_;
    h2::hpack::Decoder decoder_;
    h2::hpack::FieldSection section_;
    bool timed_out_ = false;
};
