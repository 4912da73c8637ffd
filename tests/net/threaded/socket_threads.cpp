// Blocking reads and writes of one connection.

#include "tests/net/threaded/socket_threads.hpp"

#include <array>
#include <cerrno>
#include <span>
#include <thread>

#include <sys/socket.h>

#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/preface.hpp"

namespace threaded {
namespace {

constexpr std::size_t kMaxFrameSize = 16'384;  // what we announce (RFC 9113 section 4.2)

class Input {
  public:
    explicit Input(int socket) : socket_{socket} {}

    // Waits for so many octets. False: they will not come.
    bool has(std::size_t octets) {
        while (in_.size() - from_ < octets) {
            in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(from_));
            from_ = 0;
            if (!receive_some()) {
                return false;
            }
        }
        return true;
    }
    ByteVector take(std::size_t octets) {
        const auto begin = in_.begin() + static_cast<std::ptrdiff_t>(from_);
        from_ += octets;
        return {begin, begin + static_cast<std::ptrdiff_t>(octets)};
    }
    [[nodiscard]] std::span<const std::byte> ahead() const { return std::span{in_}.subspan(from_); }

  private:
    bool receive_some() {
        std::array<std::byte, 65'536> room;
        ssize_t got = 0;
        do {
            got = recv(socket_, room.data(), room.size(), 0);
        } while (got < 0 && errno == EINTR);
        if (got <= 0) {
            return false;
        }
        in_.insert(in_.end(), room.begin(), room.begin() + got);
        return true;
    }

    int socket_;
    ByteVector in_;
    std::size_t from_ = 0;
};

// Octets of the frame whose header is there; of one that is too long the header, which is all the
// loop needs to refuse it.
std::size_t size_of_frame(std::span<const std::byte> in) {
    const std::size_t length = h2::load_frame_header(in.first<h2::kFrameHeaderSize>()).length;
    return h2::kFrameHeaderSize + (length > kMaxFrameSize ? 0 : length);
}

bool send_all(int socket, std::span<const std::byte> octets) {
    while (!octets.empty()) {
        const ssize_t sent = send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        octets = octets.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

void read_frames(int socket, Mailbox& mailbox) {
    Input in{socket};
    std::size_t size = h2::kClientPreface.size();
    while (in.has(size)) {
        if (!mailbox.hand_over(in.take(size))) {
            return;
        }
        if (!in.has(h2::kFrameHeaderSize)) {
            break;
        }
        size = size_of_frame(in.ahead());
    }
    mailbox.input_ends();
}

void write_octets(int socket, std::chrono::microseconds hold, Mailbox& mailbox) {
    while (const auto octets = mailbox.next_write()) {
        const bool written = send_all(socket, *octets);
        if (hold.count() > 0) {
            std::this_thread::sleep_for(hold);
        }
        mailbox.post_completion(written);
    }
}

}  // namespace threaded
