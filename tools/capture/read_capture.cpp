// From the file to the recording: packets, segments, connections; and what people must know about
// what was not read.

#include "tools/capture/read_capture.hpp"

#include <array>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>

#include "tools/capture/link_layer.hpp"
#include "tools/capture/packet_file.hpp"
#include "tools/capture/tcp_streams.hpp"
#include "tools/capture/tls_decipher.hpp"
#include "tools/capture/tls_split.hpp"
#include "tools/capture/upper_pdu.hpp"
#include "tools/input/foreign.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/files.hpp"
#include "tools/system/owned_descriptor.hpp"

namespace tools {
namespace {

struct KindCounts {
    std::array<std::uint64_t, 6> counts{};
    std::uint64_t& operator[](PacketKind kind) { return counts[static_cast<std::size_t>(kind)]; }
};

std::string packet_count(std::uint64_t count) {
    return count == 1 ? "1 packet" : fmt::format("{} packets", count);
}

void note_packets(KindCounts& kinds, CaptureSummary& summary) {
    std::vector<std::string>& notes = summary.notes;
    if (const std::uint64_t count = kinds[PacketKind::fragment]; count > 0) {
        notes.push_back(
            fmt::format("{} of fragments of IP are not put together: what was in them "
                        "counts as not recorded",
                        packet_count(count)));
    }
    if (const std::uint64_t count = kinds[PacketKind::cut]; count > 0) {
        notes.push_back(
            fmt::format("{} too short for their headers: tcpdump -s 0 records whole "
                        "packets",
                        packet_count(count)));
    }
    if (kinds[PacketKind::tcp] + kinds[PacketKind::upper_pdu] > 0) {
        return;
    }
    if (summary.packets == 0) {
        notes.emplace_back("no packets are in it");
    } else if (const std::uint64_t count = kinds[PacketKind::udp]; count > 0) {
        notes.push_back(fmt::format("no TCP is in it; {} of UDP, as HTTP/3 uses it, are not read",
                                    packet_count(count)));
    } else {
        notes.emplace_back("no TCP is in it");
    }
}

std::optional<sim::InputError> unknown_link(const PacketFile& packets, const std::string& name) {
    if (is_known_link(packets.link())) {
        return std::nullopt;
    }
    return file_error(
        sim::ErrorCode::unreadable, name,
        fmt::format("has packets of link type {}, which is not read", packets.link_name()),
        fmt::format("read are {}: tcpdump -i any records one of them", known_links()));
}

CaptureSummary read_packets(PacketFile& packets, const CaptureSource& source,
                            Recording& recording) {
    CaptureSummary summary;
    KindCounts kinds;
    TlsSplit split{recording};
    TcpStreams streams{split};
    Packet packet;
    TcpSegment segment;
    while (packets.next(packet)) {
        const PacketKind kind = read_packet(packets.link(), packet, segment);
        ++kinds[kind];
        if (kind == PacketKind::tcp) {
            streams.add(segment);
        } else if (kind == PacketKind::upper_pdu) {
            streams.add_exported(segment);
        }
    }
    streams.end();
    if (std::vector<TlsConnection> secured = split.take_secured(); !secured.empty()) {
        decipher(source, std::move(secured), recording, summary.notes);
    }
    summary.packets = packets.packets();
    summary.connections = streams.connections();
    summary.without_octets = streams.without_octets();
    summary.cut = !packets.cut().empty();
    if (summary.cut) {
        summary.notes.push_back(fmt::format("what follows packet {} was not read: {}; {}",
                                            packets.packets(), packets.cut(), packets.advice()));
    }
    note_packets(kinds, summary);
    if (streams.left_out() > 0) {
        summary.notes.push_back(fmt::format(
            "more than {} connections at the same time: {} of others were not looked at; tcpdump "
            "-r FILE -w PART 'port N' writes a part of it",
            TcpStreams::kMostConnections, packet_count(streams.left_out())));
    }
    return summary;
}

h2::Result<CaptureSummary, sim::InputError> read_opened(
    h2::Result<PacketFile, sim::InputError> packets, const CaptureSource& source,
    const std::string& name, Recording& recording) {
    if (!packets) {
        return packets.error();
    }
    if (auto error = unknown_link(*packets, name)) {
        return *std::move(error);
    }
    CaptureSummary summary = read_packets(*packets, source, recording);
    if (summary.cut && summary.packets == 0) {
        return file_error(sim::ErrorCode::unreadable, name,
                          fmt::format("has no packet that can be read: {}", packets->cut()),
                          packets->advice());
    }
    return summary;
}

}  // namespace

bool is_capture(std::string_view first_octets) {
    const auto found = foreign_protocol(std::as_bytes(std::span{first_octets}));
    return found && (found->name == "a pcap capture" || found->name == "a pcapng capture");
}

h2::Result<CaptureSummary, sim::InputError> read_capture(const CaptureSource& source,
                                                         Recording& recording) {
    if (!source.key_log.empty()) {
        const OwnedDescriptor key_log{open(source.key_log.c_str(), O_RDONLY | O_CLOEXEC)};
        if (key_log.get() < 0) {
            return file_error(sim::ErrorCode::unreadable, source.key_log,
                              fmt::format("cannot be read: {}", last_error().message()));
        }
    }
    return read_opened(PacketFile::open(source.file), source, source.file, recording);
}

h2::Result<CaptureSummary, sim::InputError> read_capture(std::FILE* stream, const std::string& name,
                                                         Recording& recording) {
    return read_opened(PacketFile::open(stream, name), {}, name, recording);
}

}  // namespace tools
