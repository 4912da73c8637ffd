#include "tests/net/peer.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "h2core/wire/frame_encoder.hpp"
#include "h2core/wire/octet_order.hpp"
#include "h2core/wire/preface.hpp"

namespace {

constexpr int kPatience = 5'000;  // ms
constexpr std::uint32_t kFrameSize = 16'384;

std::span<const std::byte> octets_of(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace

std::uint32_t Got::number(std::size_t offset) const {
    REQUIRE(payload.size() >= offset + 4);
    return h2::load_u32(payload.data() + offset);
}

std::string Got::text() const {
    return {reinterpret_cast<const char*>(payload.data()), payload.size()};
}

Peer Peer::to(std::uint16_t port, int receive_buffer) {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(made >= 0);
    if (receive_buffer > 0) {
        setsockopt(made, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const int yes = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return Peer{made};
}

Peer::Peer(Peer&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)},
      in_{std::move(other.in_)},
      from_{other.from_},
      out_{std::move(other.out_)} {}

Peer::~Peer() {
    if (socket_ >= 0) {
        close(socket_);
    }
}

void Peer::greet(const std::vector<h2::Setting>& settings) {
    send_text(h2::kClientPreface);
    const h2::SettingList list{1, settings};
    send(h2::SettingsFrame{false, &list});
    const auto answer = next();
    REQUIRE(answer);
    REQUIRE(answer->is(h2::FrameType::SETTINGS));
    send(h2::SettingsFrame{true, nullptr});
}

void Peer::send_text(std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;  // closed: the test sees it when it reads
        }
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Peer::add(const h2::Frame& frame) {
    h2::encode_frame(frame, {}, kFrameSize, out_);
}

void Peer::flush() {
    send_text({reinterpret_cast<const char*>(out_.data()), out_.size()});
    out_.clear();
}

void Peer::send(const h2::Frame& frame) {
    add(frame);
    flush();
}

void Peer::request(std::uint32_t stream, std::string_view path, bool end_stream,
                   std::string_view method) {
    const std::array<h2::Field, 4> fields{{{.name = ":method", .value = method},
                                           {.name = ":scheme", .value = "http"},
                                           {.name = ":authority", .value = "localhost"},
                                           {.name = ":path", .value = path}}};
    ByteVector block;
    encoder_.encode(fields, block);
    h2::Headers headers;
    headers.stream = h2::StreamId::from_wire(stream);
    headers.end_stream = end_stream;
    h2::encode_frame(headers, block, kFrameSize, out_);
    flush();
}

void Peer::data(std::uint32_t stream, std::string_view octets, bool end_stream) {
    send(h2::Data{h2::StreamId::from_wire(stream),
                  {octets_of(octets).data(), static_cast<std::uint32_t>(octets.size())},
                  0,
                  end_stream});
}

void Peer::ping_ack(const Got& ping) {
    REQUIRE(ping.payload.size() == 8);
    send(h2::Ping{h2::load_u64(ping.payload.data()), true});
}

bool Peer::fill(int milliseconds) {
    pollfd waiting{socket_, POLLIN, 0};
    const int ready = poll(&waiting, 1, milliseconds);
    timed_out_ = ready == 0;
    if (ready <= 0) {
        return false;
    }
    if (from_ > 0) {
        in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(from_));
        from_ = 0;
    }
    std::array<std::byte, 65'536> block{};
    const ssize_t got = recv(socket_, block.data(), block.size(), 0);
    if (got <= 0) {
        return false;
    }
    in_.insert(in_.end(), block.begin(), block.begin() + got);
    return true;
}

std::optional<Got> Peer::next() {
    while (true) {
        const std::span<const std::byte> rest = std::span{in_}.subspan(from_);
        if (rest.size() >= h2::kFrameHeaderSize) {
            const auto header = h2::load_frame_header(rest.first<h2::kFrameHeaderSize>());
            const std::size_t size = h2::kFrameHeaderSize + header.length;
            if (rest.size() >= size) {
                from_ += size;
                return Got{header,
                           {rest.begin() + h2::kFrameHeaderSize,
                            rest.begin() + static_cast<std::ptrdiff_t>(size)}};
            }
        }
        if (!fill(kPatience)) {
            return std::nullopt;
        }
    }
}

std::optional<Got> Peer::next_relevant() {
    std::optional<Got> got = next();
    while (got && (got->is(h2::FrameType::SETTINGS) || got->is(h2::FrameType::WINDOW_UPDATE))) {
        got = next();
    }
    return got;
}

std::optional<Got> Peer::await(h2::FrameType type, std::uint32_t stream) {
    std::optional<Got> got = next();
    while (got && !got->is(type, stream)) {
        got = next();
    }
    return got;
}

std::string Peer::content(std::uint32_t stream) {
    std::string text;
    while (const auto got = next()) {
        if (got->header.stream.value() != stream) {
            continue;
        }
        REQUIRE_FALSE(got->is(h2::FrameType::RST_STREAM));
        if (got->is(h2::FrameType::DATA)) {
            text += got->text();
        }
        if ((got->is(h2::FrameType::DATA) || got->is(h2::FrameType::HEADERS)) &&
            got->has(h2::flag::END_STREAM)) {
            return text;
        }
    }
    FAIL("the stream does not end");
    return text;
}

std::string Peer::read_text(std::size_t most) {
    while (in_.size() - from_ < most && fill(kPatience)) {}
    const std::size_t size = std::min(most, in_.size() - from_);
    const std::string text{reinterpret_cast<const char*>(in_.data() + from_), size};
    from_ += size;
    return text;
}

bool Peer::is_closed(int milliseconds) {
    const auto begin = std::chrono::steady_clock::now();
    while (fill(milliseconds)) {
        from_ = in_.size();
        if (std::chrono::steady_clock::now() - begin > std::chrono::milliseconds{milliseconds}) {
            return false;
        }
    }
    return !timed_out_;
}

std::string Peer::fields(const Got& headers) {
    REQUIRE(decoder_.decode(headers.payload, section_) == h2::RuleId::none);
    std::string text;
    for (const h2::Field& field : section_.list().fields) {
        text += std::string{field.name} + ": " + std::string{field.value} + "\n";
    }
    return text;
}

void Peer::shut_down_sending() const {
    REQUIRE(shutdown(socket_, SHUT_WR) == 0);
}

void Peer::reset() const {
    const linger now{1, 0};
    REQUIRE(setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now) == 0);
}
