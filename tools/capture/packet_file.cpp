// libpcap reads both formats, in either order of octets, with any of the known magic numbers, and
// tells where a file is cut. It reads pcapng with one link type only.

#include "tools/capture/packet_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

constexpr std::size_t kLongestReason = 200;  // octets of what libpcap says

// What can be done about what libpcap says.
std::string advice_about(std::string_view reason) {
    if (reason.find("different from the") != reason.npos) {  // … type of the first interface
        return "it has packets of several interfaces: capture one of them (tcpdump -i NAME -w FILE)"
               ", or write one out (tshark -r FILE -Y frame.interface_id==0 -w ONE.pcap -F pcap)";
    }
    if (reason.find("unknown file format") != reason.npos) {
        return "pcap and pcapng are read: tcpdump -w FILE makes one, tshark -r OTHER -F pcap -w "
               "FILE makes one of other formats";
    }
    return "wait until whoever writes it has ended, or record it again";
}

}  // namespace

void PacketFile::Close::operator()(pcap* handle) const {
    pcap_close(handle);  // and the stream
}

h2::Result<PacketFile, sim::InputError> PacketFile::open(const std::string& file) {
    if (file == "-") {
        // A stream of its own: libpcap does not close standard input, and need not.
        std::FILE* const input = fdopen(dup(STDIN_FILENO), "rb");
        if (input != nullptr) {
            return open(input, file);
        }
    } else if (std::FILE* const stream = std::fopen(file.c_str(), "rbe"); stream != nullptr) {
        return open(stream, file);
    }
    return file_error(sim::ErrorCode::unreadable, file,
                      fmt::format("cannot be read: {}", std::generic_category().message(errno)));
}

h2::Result<PacketFile, sim::InputError> PacketFile::open(std::FILE* stream,
                                                         const std::string& name) {
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    pcap_t* const handle =
        pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, reason.data());
    if (handle == nullptr) {
        std::fclose(stream);
        return file_error(sim::ErrorCode::unreadable, name,
                          fmt::format("cannot be read as a capture: {}",
                                      sim::printable(reason.data(), kLongestReason)),
                          advice_about(reason.data()));
    }
    PacketFile opened;
    opened.handle_.reset(handle);
    opened.link_ = pcap_datalink(handle);
    return opened;
}

bool PacketFile::next(Packet& packet) {
    if (!cut_.empty()) {
        return false;
    }
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    const int result = pcap_next_ex(handle_.get(), &header, &octets);
    if (result == PCAP_ERROR_BREAK) {  // the end
        return false;
    }
    if (result != 1) {
        const std::string_view reason = pcap_geterr(handle_.get());
        cut_ = sim::printable(reason, kLongestReason);
        advice_ = advice_about(reason);
        return false;
    }
    // With PCAP_TSTAMP_PRECISION_NANO tv_usec has nanoseconds. Hostile seconds do not overflow.
    constexpr std::int64_t kLatest = 4'000'000'000;
    const std::int64_t seconds = std::clamp<std::int64_t>(header->ts.tv_sec, 0, kLatest);
    const std::int64_t below = std::clamp<std::int64_t>(header->ts.tv_usec, 0, 999'999'999);
    const std::int64_t now = seconds * 1'000'000'000 + below;
    if (packets_++ == 0) {
        first_ = now;
    }
    packet.octets = std::as_bytes(std::span{octets, header->caplen});
    packet.length = std::max(header->len, header->caplen);
    packet.record = packets_;
    packet.nanoseconds = std::max<std::int64_t>(0, now - first_);
    return true;
}

std::string PacketFile::link_name() const {
    const char* const name = pcap_datalink_val_to_name(link_);
    return name != nullptr ? name : fmt::format("number {}", link_);
}

}  // namespace tools
