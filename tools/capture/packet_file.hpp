#pragma once
// The packets of a pcap or pcapng file, one after the other. libpcap reads them; without it (meson
// option pcap) opening a file is an error that says so.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

struct pcap;  // pcap_t

namespace tools {

struct Packet {
    std::span<const std::byte> octets;  // as recorded; valid until the next one is read
    std::size_t length = 0;             // on the wire; more than `octets` where it was cut
    std::uint64_t record = 0;           // its number, from 1
    std::int64_t nanoseconds = 0;       // since the first packet; 0 where the clock went back
};

class PacketFile {
  public:
    // "-" is standard input. Errors: cannot be read, is no capture, has packets of several kinds.
    static h2::Result<PacketFile, sim::InputError> open(const std::string& file);
    // Takes over the stream; `name` is for messages.
    static h2::Result<PacketFile, sim::InputError> open(std::FILE* stream, const std::string& name);

    // False: there are no more; `cut()` says whether that is the end of the file.
    bool next(Packet& packet);
    // Why reading stopped before the end, and what to do about it; empty if it did not.
    [[nodiscard]] const std::string& cut() const { return cut_; }
    [[nodiscard]] const std::string& advice() const { return advice_; }
    // Link type of all of them (DLT_ of libpcap), and its name: "EN10MB".
    [[nodiscard]] int link() const { return link_; }
    [[nodiscard]] std::string link_name() const;
    [[nodiscard]] std::uint64_t packets() const { return packets_; }

  private:
    struct Close {
        void operator()(pcap* handle) const;
    };
    std::unique_ptr<pcap, Close> handle_;
    int link_ = 0;
    std::uint64_t packets_ = 0;
    std::int64_t first_ = 0;  // nanoseconds since 1970
    std::string cut_;
    std::string advice_;
};

}  // namespace tools
