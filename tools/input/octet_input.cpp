// Each form is tried in an order in which the ones with more signs come first. Where none fits, the
// error is of the form that got farthest, if it got anywhere.

#include "tools/input/octet_input.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "h2core/wire/preface.hpp"
#include "tools/input/bare_hex.hpp"
#include "tools/input/base64.hpp"
#include "tools/input/foreign.hpp"
#include "tools/input/hex_dump.hpp"
#include "tools/input/sides.hpp"
#include "tools/input/source_literal.hpp"
#include "tools/system/files.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kHexOrDump = "--input hex or --input dump decides";

// The octets of a text, in the form that was found.
struct Read {
    std::string octets;
    std::string form;
};

using ReadResult = h2::Result<Read, sim::InputError>;

bool is_text_octet(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet >= 0x20 ? octet != 0x7f : is_blank(c);
}

// As HTTP/2 it would begin with a frame of two million octets or more.
bool is_text(std::string_view text) {
    return std::ranges::all_of(text, is_text_octet);
}

// With a byte order mark, or with every second octet 0 and text between them.
bool is_utf16(std::string_view text) {
    if (text.size() < 4 || text.size() % 2 != 0) {
        return false;
    }
    const bool marked = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
    for (const std::size_t zero : {0U, 1U}) {
        bool all = true;
        for (std::size_t i = marked ? 2 : 0; all && i < text.size(); i += 2) {
            all = text[i + zero] == '\0' && is_text_octet(text[i + 1 - zero]);
        }
        if (all) {
            return true;
        }
    }
    return false;
}

bool is_preface(std::string_view text) {
    constexpr std::string_view kFirstLine = "PRI * HTTP/2.0";
    return text.starts_with(kFirstLine) || h2::kClientPreface.starts_with(text);
}

ReadResult read_as(OctetResult octets, std::string form) {
    if (!octets) {
        return octets.error();
    }
    return Read{std::move(*octets), std::move(form)};
}

ReadResult read_as(h2::Result<HexDump, sim::InputError> dump) {
    if (!dump) {
        return dump.error();
    }
    std::string form = dump->column ? "a dump with offsets and characters" : "a dump with offsets";
    if (dump->first_offset != 0) {
        form += fmt::format(", from offset {:#x} on", dump->first_offset);
    }
    return Read{std::move(dump->octets), std::move(form)};
}

ReadResult read_dump(std::string_view text, const std::string& file) {
    if (has_packet_offsets(text)) {
        return file_error(sim::ErrorCode::wrong_kind, file,
                          "a dump of tcpdump: packets with their headers, in the order of their "
                          "arrival",
                          "tcpdump -w FILE, then tshark -r FILE -q -z follow,tcp,raw,0 | h2sim "
                          "decode");
    }
    return read_as(parse_dump(text, file));
}

ReadResult read_sides(SidesResult sides, h2::Role receiver, std::string_view text,
                      const std::string& file, std::string form) {
    if (!sides) {
        return sides.error();
    }
    const bool both = !sides->first.empty() && !sides->second.empty();
    if (both) {
        form += fmt::format(" of both directions, the {}'s octets",
                            receiver == h2::Role::server ? "client" : "server");
    }
    return read_as(received_by(receiver, std::move(*sides), text, file), std::move(form));
}

ReadResult read_source(std::string_view text, const std::string& file, h2::Role receiver) {
    const bool string = has_escaped_string(text);
    if (string && (!has_array(text) || text.find_first_of("\"'") < text.find_first_of("{["))) {
        return read_as(parse_escaped_string(text, file), "a string with escapes");
    }
    return read_sides(parse_arrays(text, file), receiver, text, file, "an array");
}

ReadResult read_follow(const FollowText& follow, std::string_view text, const std::string& file,
                       h2::Role receiver) {
    Sides sides;
    for (const bool first : {true, false}) {
        const std::string& lines = first ? follow.first : follow.second;
        if (after_blanks(lines, 0) == lines.size()) {
            continue;
        }
        auto side = follow.dump ? read_dump(lines, file) : read_as(parse_bare_hex(lines, file), "");
        if (!side) {
            return side.error();
        }
        (first ? sides.first : sides.second) = std::move(side->octets);
    }
    return read_sides(SidesResult{std::move(sides)}, receiver, text, file, "Wireshark's Follow");
}

ReadResult read_named(InputForm form, std::string_view text, const std::string& file,
                      h2::Role receiver) {
    switch (form) {
        case InputForm::dump: return read_dump(text, file);
        case InputForm::source: return read_source(text, file, receiver);
        case InputForm::base64: return read_as(parse_base64(text, file), "base64");
        case InputForm::automatic:
        case InputForm::raw:
        case InputForm::hex: break;
    }
    return read_as(parse_bare_hex(text, file), "bare hex");
}

std::uint64_t place_of_error(const sim::InputError& error) {
    return std::uint64_t{error.line} << 32U | error.column;
}

// A line whose first group may be an offset, or digits like all others: "000006 04 00".
ReadResult dump_or_hex(std::string_view text, const std::string& file) {
    auto dump = parse_dump(text, file);
    auto hex = parse_bare_hex(text, file);
    if (!hex) {
        return dump || has_lines_of_dump(text) ||
                       place_of_error(dump.error()) > place_of_error(hex.error())
                   ? read_as(std::move(dump))
                   : read_as(std::move(hex), "");
    }
    if (dump && (dump->column || (dump->even && dump->confirmed > 0))) {
        return read_as(std::move(dump));
    }
    if (dump && (dump->confirmed > 0 || dump->first_offset == 0)) {
        return input_error(text, file, after_blanks(text, 0),
                           "bare hex, or a dump that begins with its offset?", "",
                           std::string{kHexOrDump});
    }
    if (!dump && has_lines_of_dump(text)) {
        sim::InputError error = dump.error();
        error.message = "bare hex, or a dump with a mistake: " + error.message;
        error.hint = kHexOrDump;
        return error;
    }
    return read_as(std::move(hex), "bare hex");
}

bool may_be_base64(std::string_view text) {
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (line.text.find_first_of(" \t") != std::string_view::npos) {
            return false;
        }
    }
    return true;
}

bool is_http2(std::string_view octets) {
    return octets.starts_with(h2::kClientPreface) || begins_with_frame(octets);
}

sim::InputError unknown_text(std::string_view text, const std::string& file) {
    sim::InputError error = input_error(
        text, file, after_blanks(text, 0), "a text that stands for no octets",
        "hex digits, a dump of od, hexdump, xxd or Wireshark, a C array or string, base64",
        "--input raw takes the octets of the text itself");
    error.code = sim::ErrorCode::wrong_kind;
    return error;
}

// More digits than a word may have that has only letters up to f.
bool begins_like_hex(std::string_view text) {
    constexpr std::ptrdiff_t kSomeDigits = 8;
    const std::string_view begin =
        text.substr(0, text.find_first_not_of("0123456789abcdefABCDEFxX\\ \t\r\n,;:-"));
    return std::ranges::count_if(begin, [](char c) { return hex_value(c) >= 0; }) >= kSomeDigits;
}

// Hex digits, base64, or both: AAAABAAAAAAA is an empty SETTINGS in base64.
ReadResult hex_or_base64(std::string_view text, const std::string& file) {
    auto hex = parse_bare_hex(text, file);
    const bool lines = may_be_base64(text);
    auto base64 = parse_base64(text, file);
    const bool sure_base64 = lines && base64 && is_http2(*base64);
    if (hex && sure_base64 && !is_http2(*hex)) {
        return input_error(text, file, after_blanks(text, 0),
                           "hex digits, or base64, which would be HTTP/2 here?", "",
                           "--input hex or --input base64 decides");
    }
    if (hex) {
        return read_as(std::move(hex), "bare hex");
    }
    if (sure_base64) {
        return read_as(std::move(base64), "base64");
    }
    if (lines && base64) {
        sim::InputError error = unknown_text(text, file);
        error.message = "may be base64, but of no frames";
        error.hint = "--input base64 or --input raw decides";
        return error;
    }
    return begins_like_hex(text) ? hex.error() : unknown_text(text, file);
}

ReadResult recognised(std::string_view text, const std::string& file, h2::Role receiver) {
    if (const auto follow = follow_text(text, file)) {
        return *follow ? read_follow(**follow, text, file, receiver) : ReadResult{follow->error()};
    }
    if (has_packet_offsets(text)) {
        return read_dump(text, file);
    }
    const DumpBegin begin = dump_begin(text);
    if (begin != DumpBegin::none) {
        return begin == DumpBegin::marked ? read_as(parse_dump(text, file))
                                          : dump_or_hex(text, file);
    }
    if (has_escaped_string(text) || has_array(text)) {
        return read_source(text, file, receiver);
    }
    return hex_or_base64(text, file);
}

}  // namespace

OctetInputResult from_start(std::string octets, const std::string& file, std::string form) {
    if (octets.empty()) {
        return file_error(sim::ErrorCode::syntax, file, "no octets");
    }
    auto start = find_start(octets, file);
    if (!start) {
        return start.error();
    }
    octets.erase(0, start->skipped);
    return OctetInput{std::move(octets), std::move(form), *start};
}

OctetInputResult read_octets(std::string text, const std::string& file, InputForm form,
                             h2::Role receiver) {
    if (form == InputForm::raw) {
        return text.empty()
                   ? OctetInputResult{file_error(sim::ErrorCode::syntax, file, "no octets")}
                   : OctetInputResult{OctetInput{std::move(text), {}, {}}};
    }
    if (is_utf16(text)) {
        return file_error(sim::ErrorCode::wrong_kind, file, "a text in UTF-16",
                          "iconv -f UTF-16 -t UTF-8 writes it as UTF-8");
    }
    const bool marked = text.starts_with(kByteOrderMark);
    const std::string_view rest = std::string_view{text}.substr(marked ? kByteOrderMark.size() : 0);
    const bool raw =
        !is_text(rest) || is_preface(rest) || foreign_protocol(bytes_of(rest)).has_value();
    if (form == InputForm::automatic && raw) {
        return from_start(std::move(text), file, {});
    }
    auto read = form == InputForm::automatic ? recognised(rest, file, receiver)
                                             : read_named(form, rest, file, receiver);
    return read ? from_start(std::move(read->octets), file, std::move(read->form))
                : OctetInputResult{read.error()};
}

}  // namespace tools
