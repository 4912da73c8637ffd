// Cuts octets into packets where frames end: Wireshark joins nothing in such a file.

#include "tools/net/packet_file.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/preface.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"

namespace tools::net {
namespace {

std::uint64_t now_in_nanoseconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

// How many octets from the front are whole frames.
std::size_t whole_frames(std::span<const std::byte> octets) {
    std::size_t end = 0;
    while (octets.size() - end >= h2::kFrameHeaderSize) {
        const std::size_t size =
            h2::kFrameHeaderSize +
            h2::load_frame_header(octets.subspan(end).first<h2::kFrameHeaderSize>()).length;
        if (octets.size() - end < size) {
            break;
        }
        end += size;
    }
    return end;
}

}  // namespace

PacketFile::PacketFile(std::string file) : file_{std::move(file)} {
    if (file_.empty()) {
        return;
    }
    descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    const std::error_code error =
        descriptor_ < 0 ? last_error() : write_all(descriptor_, pcapng_beginning());
    if (error) {
        throw Failure{ExitCode::invalid, fmt::format("h2sim: error: cannot write {}: {}",
                                                     sim::printable(file_, 400), error.message())};
    }
}

PacketFile::~PacketFile() {
    close_file();
}

void PacketFile::close_file() {
    if (descriptor_ >= 0) {
        close(descriptor_);
        descriptor_ = -1;
    }
}

void PacketFile::connected(std::uint64_t connection, const TcpEnd& client, const TcpEnd& server) {
    if (descriptor_ >= 0) {
        auto& sides = watched_[connection].sides;
        sides[static_cast<std::size_t>(h2::Role::client)].end = client;
        sides[static_cast<std::size_t>(h2::Role::server)].end = server;
        sides[static_cast<std::size_t>(h2::Role::server)].begun = true;
    }
}

void PacketFile::add(std::uint64_t connection, h2::Role sender, std::span<const std::byte> octets) {
    const auto found = watched_.find(connection);
    if (found == watched_.end()) {
        return;
    }
    auto& sides = found->second.sides;
    Side& from = sides[static_cast<std::size_t>(sender)];
    from.waiting.insert(from.waiting.end(), octets.begin(), octets.end());
    write_frames(from, sides[static_cast<std::size_t>(h2::peer_of(sender))], false);
}

void PacketFile::closed(std::uint64_t connection) {
    const auto found = watched_.find(connection);
    if (found != watched_.end()) {
        auto& [client, server] = found->second.sides;
        write_frames(client, server, true);
        write_frames(server, client, true);
        watched_.erase(found);
    }
}

void PacketFile::write_frames(Side& from, const Side& to, bool all) {
    const std::span<const std::byte> octets = from.waiting;
    std::size_t end = octets.size();
    if (!all && end < kMostInHttp2Packet) {
        const std::size_t preface = from.begun ? 0 : h2::kClientPreface.size();
        end = end < preface ? 0 : preface + whole_frames(octets.subspan(preface));
    }
    for (std::size_t begin = 0; begin < end; begin += kMostInHttp2Packet) {
        const auto packet = octets.subspan(begin, std::min(kMostInHttp2Packet, end - begin));
        write(pcapng_http2(from.end, to.end, packet, now_in_nanoseconds()));
    }
    from.begun = from.begun || end > 0;
    from.waiting.erase(from.waiting.begin(),
                       from.waiting.begin() + static_cast<std::ptrdiff_t>(end));
}

void PacketFile::write(std::string_view text) {
    if (descriptor_ < 0) {
        return;
    }
    if (const std::error_code error = write_all(descriptor_, text)) {
        write_err(fmt::format("h2sim: {} ends here, it cannot be written: {}\n",
                              sim::printable(file_, 400), error.message()));
        close_file();
    }
}

}  // namespace tools::net
