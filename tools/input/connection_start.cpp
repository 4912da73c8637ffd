// Frames are walked over by their lengths: a preface that they lead into, or pass over, belongs to
// them (the content of a tunnel), and stays where it is.

#include "tools/input/connection_start.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/preface.hpp"
#include "tools/input/foreign.hpp"
#include "tools/system/files.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

using h2::FrameHeader;
using h2::FrameType;

constexpr std::string_view kPreface = "the connection preface";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr int kMostHeads = 4;  // 100, 103, and the one that counts

FrameHeader header_of(std::string_view octets) {
    return h2::load_frame_header(bytes_of(octets).first<h2::kFrameHeaderSize>());
}

bool is_possible(const FrameHeader& header) {
    const bool connection = header.stream.names_connection();
    if (header.is(FrameType::SETTINGS)) {
        return connection && header.length % 6 == 0;
    }
    if (header.is(FrameType::PING)) {
        return connection && header.length == 8;
    }
    if (header.is(FrameType::GOAWAY)) {
        return connection && header.length >= 8;
    }
    if (header.is(FrameType::WINDOW_UPDATE)) {
        return header.length == 4;
    }
    if (header.is(FrameType::RST_STREAM)) {
        return !connection && header.length == 4;
    }
    if (header.is(FrameType::PRIORITY)) {
        return !connection && header.length == 5;
    }
    if (header.is(FrameType::ALTSVC)) {
        return header.length >= 2;
    }
    if (header.is(FrameType::ORIGIN)) {
        return connection;
    }
    if (header.is(FrameType::PRIORITY_UPDATE)) {
        return connection && header.length >= 4;
    }
    return !connection && header.type <= static_cast<std::uint8_t>(FrameType::CONTINUATION);
}

// Whether frames lead to `end` or pass over it; empty: not even the first is one.
std::optional<bool> frames_reach(std::string_view octets, std::size_t end) {
    if (!begins_with_frame(octets)) {
        return std::nullopt;
    }
    std::size_t at = 0;
    while (at < end) {
        if (!begins_with_frame(octets.substr(at))) {
            return false;
        }
        at += h2::kFrameHeaderSize + header_of(octets.substr(at)).length;
    }
    return true;
}

sim::InputError start_error(const std::string& file, std::string message, std::string hint) {
    return file_error(sim::ErrorCode::wrong_kind, file, std::move(message), std::move(hint));
}

std::string_view name_of(std::string_view octets) {
    if (const auto foreign = foreign_protocol(bytes_of(octets))) {
        return foreign->name;
    }
    return is_utf8(octets) && octets.find('\0') == octets.npos ? "text" : "octets of no known kind";
}

// Behind the heads of HTTP/1.x responses, if a SETTINGS frame follows them: an upgrade to h2c
// (RFC 7540 section 3.2), or a tunnel.
std::optional<ConnectionStart> after_responses(std::string_view octets) {
    std::size_t at = 0;
    for (int i = 0; i < kMostHeads && octets.substr(at).starts_with("HTTP/1."); ++i) {
        const std::size_t end = octets.find(kHeadEnd, at);
        if (end == octets.npos) {
            return std::nullopt;
        }
        at = end + kHeadEnd.size();
    }
    const std::string_view rest = octets.substr(at);
    if (at == 0 || !begins_with_frame(rest) || !header_of(rest).is(FrameType::SETTINGS)) {
        return std::nullopt;
    }
    return ConnectionStart{at, name_of(octets), "the first frame"};
}

}  // namespace

bool begins_with_frame(std::string_view octets) {
    return octets.size() >= h2::kFrameHeaderSize && is_possible(header_of(octets));
}

h2::Result<ConnectionStart, sim::InputError> find_start(std::string_view octets,
                                                        const std::string& file) {
    const auto foreign = foreign_protocol(bytes_of(octets));
    const std::size_t preface = octets.find(h2::kClientPreface);
    const bool is_file = foreign && foreign->kind == Foreign::Kind::file;
    if (preface == 0) {
        return ConnectionStart{};
    }
    if (preface != octets.npos && !is_file) {
        const auto reached = foreign ? std::nullopt : frames_reach(octets, preface);
        if (!reached) {
            return ConnectionStart{preface, name_of(octets.substr(0, preface)), kPreface};
        }
        if (!*reached) {
            return start_error(
                file,
                fmt::format("begins with frames, then come other octets, and a connection preface "
                            "at offset {}",
                            preface),
                fmt::format("`tail -c +{}` gives the octets from the preface on; --input raw takes "
                            "all",
                            preface + 1));
        }
        return ConnectionStart{};
    }
    if (const auto start = after_responses(octets)) {
        return *start;
    }
    if (foreign) {
        return start_error(file, fmt::format("this is {}", foreign->name),
                           std::string{foreign->advice});
    }
    return ConnectionStart{};
}

}  // namespace tools
