// What is text is no frame, which would be longer than 2 million octets; what is not text has more
// signs here than its first three octets. Formats: RFC 9112 (HTTP/1.1), RFC
// 8446 section 5.1 (TLS), RFC 4253 section 4.2 (SSH), RFC 5321, 959, 1939 and 3501 (greetings),
// HAProxy's proxy-protocol.txt, pcap and pcapng (libpcap), RFC 1952 (gzip), and the handshakes of
// MySQL, PostgreSQL and Redis.

#include "tools/input/foreign.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "tools/input/input_text.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

using Kind = Foreign::Kind;
using namespace std::string_view_literals;

constexpr std::size_t kLongestHead = 8'192;        // octets of a request line that are looked at
constexpr std::size_t kLookedAtInJson = 65'536;    // octets
constexpr std::size_t kLargestTlsRecord = 18'432;  // RFC 5246 section 6.2.3, ciphertext

constexpr std::string_view kNoHttp2 = "decode reads HTTP/2 only";
constexpr std::string_view kWithWireshark =
    "tshark -r FILE -q -z follow,tcp,raw,0 (follow,tls,raw,0 with a key log) writes its octets as "
    "decode reads them";

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

std::uint8_t octet_at(std::string_view octets, std::size_t i) {
    return i < octets.size() ? static_cast<std::uint8_t>(octets[i]) : 0;
}

std::optional<Foreign> of_http1(std::string_view octets) {
    if (octets.starts_with("HTTP/1.")) {
        return Foreign{Kind::protocol, "an HTTP/1.x response",
                       "the peer did not speak HTTP/2 here: curl --http2-prior-knowledge, or TLS "
                       "with ALPN h2"};
    }
    const std::string_view line = octets.substr(0, std::min(octets.find('\n'), kLongestHead));
    const std::size_t method =
        static_cast<std::size_t>(std::ranges::find_if_not(line, is_upper) - line.begin());
    const std::size_t version = line.rfind(" HTTP/1.");
    if (method > 0 && line.substr(method).starts_with(' ') && version != line.npos &&
        version > method) {
        return Foreign{Kind::protocol, "an HTTP/1.x request",
                       "the client did not speak HTTP/2 here: curl --http2-prior-knowledge, or "
                       "TLS with ALPN h2"};
    }
    return std::nullopt;
}

// ContentType, two octets of version, two of length; of a handshake its type is looked at too.
std::optional<Foreign> of_tls(std::string_view octets) {
    const std::size_t length = std::size_t{octet_at(octets, 3)} << 8U | octet_at(octets, 4);
    if (octets.size() < 6 || octet_at(octets, 1) != 3 || octet_at(octets, 2) > 4 || length == 0 ||
        length > kLargestTlsRecord) {
        return std::nullopt;
    }
    constexpr std::string_view kDecrypt =
        "decrypt it first: SSLKEYLOGFILE=keys for the client, then tshark -o "
        "tls.keylog_file:keys -r FILE -q -z follow,tls,raw,0";
    switch (octet_at(octets, 0)) {
        case 20: return Foreign{Kind::protocol, "TLS (a change of cipher)", kDecrypt};
        case 21:
            return Foreign{
                Kind::protocol, "TLS (an alert)",
                length == 2 ? "the peer refused TLS; its last octet says why" : kDecrypt};
        case 22:
            return octet_at(octets, 5) <= 24
                       ? std::optional{Foreign{Kind::protocol, "TLS (a handshake)", kDecrypt}}
                       : std::nullopt;
        case 23: return Foreign{Kind::protocol, "TLS (encrypted data)", kDecrypt};
        default: return std::nullopt;  // an octet
    }
}

struct Greeting {
    std::string_view begin;
    std::string_view name;
    Kind kind = Kind::protocol;
    std::string_view advice = kNoHttp2;
};

constexpr std::array kGreetings = {
    Greeting{"SSH-2.0-", "SSH"},
    Greeting{"SSH-1.", "SSH"},
    Greeting{"220 ", "a greeting of SMTP or FTP"},
    Greeting{"220-", "a greeting of SMTP or FTP"},
    Greeting{"EHLO ", "an SMTP client"},
    Greeting{"HELO ", "an SMTP client"},
    Greeting{"+OK", "a greeting of POP3"},
    Greeting{"* OK", "a greeting of IMAP"},
    Greeting{"* PREAUTH", "a greeting of IMAP"},
    Greeting{"-ERR", "Redis or POP3"},
    Greeting{"+PONG\r\n", "Redis"},
    Greeting{"-NOAUTH", "Redis"},
    Greeting{"PROXY TCP4 ", "a PROXY protocol header, version 1"},
    Greeting{"PROXY TCP6 ", "a PROXY protocol header, version 1"},
    Greeting{"PROXY UNKNOWN", "a PROXY protocol header, version 1"},
    Greeting{"\r\n\r\n\0\r\nQUIT\n"sv, "a PROXY protocol header, version 2"},
    Greeting{"\xd4\xc3\xb2\xa1\x02\0\x04\0"sv, "a pcap capture", Kind::file, kWithWireshark},
    Greeting{"\xa1\xb2\xc3\xd4\0\x02\0\x04"sv, "a pcap capture", Kind::file, kWithWireshark},
    Greeting{"\x4d\x3c\xb2\xa1\x02\0\x04\0"sv, "a pcap capture", Kind::file, kWithWireshark},
    Greeting{"\xa1\xb2\x3c\x4d\0\x02\0\x04"sv, "a pcap capture", Kind::file, kWithWireshark},
    // Of libpcap with patches of Alexey Kuznetzov.
    Greeting{"\x34\xcd\xb2\xa1\x02\0\x04\0"sv, "a pcap capture", Kind::file, kWithWireshark},
    Greeting{"\xa1\xb2\xcd\x34\0\x02\0\x04"sv, "a pcap capture", Kind::file, kWithWireshark},
    Greeting{"\x1f\x8b\x08", "gzip", Kind::file, "gunzip it first"},
    Greeting{"\x28\xb5\x2f\xfd", "zstd", Kind::file, "unzstd it first"},
    Greeting{"PK\x03\x04", "a zip archive", Kind::file, "unzip it first"},
    Greeting{"\x7f"
             "ELF",
             "a program", Kind::file, kNoHttp2},
};

// RESP arrays: *2\r\n$4\r\n
bool is_redis_command(std::string_view octets) {
    const std::size_t end = octets.find("\r\n$");
    return octets.starts_with('*') && end != octets.npos && end > 1 && end < 8 &&
           std::ranges::all_of(octets.substr(1, end - 1), is_decimal);
}

// Length, sequence number 0, protocol version 10, then the version of the server: "8.0.36".
bool is_mysql_greeting(std::string_view octets) {
    return octets.size() > 8 && octet_at(octets, 0) >= 32 && octet_at(octets, 2) == 0 &&
           octet_at(octets, 3) == 0 && octets[4] == '\n' && is_decimal(octets[5]) &&
           (octets[6] == '.' || (is_decimal(octets[6]) && octets[7] == '.'));
}

bool is_postgresql_start(std::string_view octets) {
    return octets == "\0\0\0\x08\x04\xd2\x16\x2f"sv ||
           (octets.starts_with("\0\0"sv) && octets.substr(std::min<std::size_t>(4, octets.size()))
                                                .starts_with("\0\x03\0\0user\0"sv));
}

bool is_pcapng(std::string_view octets) {
    return octets.starts_with("\x0a\x0d\x0d\x0a"sv) && octets.size() >= 12 &&
           (octets.substr(8, 4) == "\x4d\x3c\x2b\x1a"sv ||
            octets.substr(8, 4) == "\x1a\x2b\x3c\x4d"sv);
}

bool has_member(std::string_view json, std::string_view name) {
    return json.find(name) != std::string_view::npos;
}

std::optional<Foreign> of_json(std::string_view octets) {
    const std::size_t first = after_blanks(octets, 0);
    if (first == octets.size() || (octets[first] != '{' && octets[first] != '[')) {
        return std::nullopt;
    }
    const std::size_t inside = after_blanks(octets, first + 1);
    const char next = inside < octets.size() ? octets[inside] : '\0';
    if (next != '"' && next != (octets[first] == '[' ? '{' : '}')) {
        return std::nullopt;
    }
    const std::string_view json = octets.substr(0, kLookedAtInJson);
    if (has_member(json, "{\"schema\":\"h2sim-live-trace/")) {
        return Foreign{Kind::file, "a trace of h2sim get or serve",
                       "it has no octets (--octets-out keeps them): h2sim diagnose reads it"};
    }
    if (has_member(json, "\"frames\"")) {
        return Foreign{Kind::file, "frames in JSON", "h2sim encode makes octets of them"};
    }
    if (has_member(json, "\"format\": \"h2sim-trace/")) {
        return Foreign{Kind::file, "a trace of h2sim", "h2sim replay walks it"};
    }
    if (has_member(json, "\"log\"") && has_member(json, "\"creator\"")) {
        return Foreign{Kind::file, "a HAR file", "it has no frames: capture with tcpdump -w"};
    }
    if (has_member(json, "\"constants\"") && has_member(json, "\"logEventTypes\"")) {
        return Foreign{Kind::file, "a NetLog of Chromium",
                       "it has no octets of frames: h2sim diagnose reads it"};
    }
    return Foreign{Kind::file, "JSON", kNoHttp2};
}

}  // namespace

std::optional<Foreign> foreign_protocol(std::span<const std::byte> octets) {
    const std::string_view text = text_of(octets);
    for (const Greeting& greeting : kGreetings) {
        if (text.starts_with(greeting.begin)) {
            return Foreign{greeting.kind, greeting.name, greeting.advice};
        }
    }
    if (is_pcapng(text)) {
        return Foreign{Kind::file, "a pcapng capture", kWithWireshark};
    }
    if (is_redis_command(text)) {
        return Foreign{Kind::protocol, "Redis", kNoHttp2};
    }
    if (is_mysql_greeting(text)) {
        return Foreign{Kind::protocol, "a greeting of MySQL", kNoHttp2};
    }
    if (is_postgresql_start(text)) {
        return Foreign{Kind::protocol, "PostgreSQL", kNoHttp2};
    }
    for (const auto& of : {of_http1, of_tls, of_json}) {
        if (const auto found = of(text)) {
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace tools
