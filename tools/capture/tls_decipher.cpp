// tshark exports what is above TLS as packets, one for each record (link type 252, upper_pdu.hpp),
// with the number of the packet in which the record was complete. It goes through the file once for
// all connections. `follow,tls,raw` would be no help: it loses records, and mixes up the sides,
// where a segment has two of them.

#include "tools/capture/tls_decipher.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "sim/text/printable.hpp"
#include "tools/capture/packet_file.hpp"
#include "tools/capture/tls_teller.hpp"
#include "tools/capture/upper_pdu.hpp"
#include "tools/system/child_process.hpp"

namespace tools {
namespace {

constexpr std::size_t kLongestComplaint = 300;  // octets

// Settings of the user do not change what is read.
ChildEnd run_tshark(const CaptureSource& source, int output) {
    std::vector<std::string> arguments = {
        "tshark", "-n", "-r", source.file, "-U", "OSI layer 7", "-w", "-",
        // What it makes of HTTP/2 itself is not asked for; over a frame that goes on in the next
        // record it would forget the other records of a segment.
        "--disable-protocol", "http2"};
    for (const char* const setting :
         {"tls.desegment_ssl_application_data:FALSE", "tcp.reassemble_out_of_order:TRUE",
          "tcp.try_heuristic_first:TRUE"}) {
        arguments.insert(arguments.end(), {"-o", setting});
    }
    if (!source.key_log.empty()) {
        arguments.insert(arguments.end(), {"-o", "tls.keylog_file:" + source.key_log});
    }
    return run_child(arguments, {{"WIRESHARK_CONFIG_DIR", "/nonexistent"}}, output);
}

// What tshark said last that is not about who runs it.
std::string complaint_of(const ChildEnd& end) {
    std::string_view rest = end.said;
    std::string_view last;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!line.empty() && !line.starts_with("Running as user")) {
            last = line;
        }
    }
    return last.empty() ? fmt::format("it ended with {}", end.code)
                        : sim::printable(last, kLongestComplaint);
}

// Goes through what was exported, from its start.
template <class Each>
bool for_each_exported(int file, const Each& each) {
    std::FILE* const stream = lseek(file, 0, SEEK_SET) == 0 ? fdopen(dup(file), "rb") : nullptr;
    if (stream == nullptr) {
        return false;
    }
    auto packets = PacketFile::open(stream, "tshark");
    if (!packets || packets->link() != kUpperPduLink) {
        return false;
    }
    Packet packet;
    while (packets->next(packet)) {
        if (const std::optional<UpperPdu> pdu = read_tags(packet)) {
            each(*pdu);
        }
    }
    return true;
}

// Why nothing can be deciphered, before anything is tried; empty if it can be tried.
std::string obstacle(const CaptureSource& source) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(source.file, error)) {  // it is read twice
        return "it is TLS: to decipher it the capture must be a file, not a pipe";
    }
    if (source.key_log.empty() && !has_secrets(source.file)) {
        return "it is TLS, and its secrets are not known: a client or server that runs with "
               "SSLKEYLOGFILE=KEYS writes them there; name that key log";
    }
    return "";
}

std::string reason_after(const CaptureSource& source, const ChildEnd& end) {
    if (end.is_missing) {
        return "it is TLS, and tshark, which deciphers it, is not installed (Debian: tshark, "
               "Fedora: wireshark-cli, Homebrew: wireshark)";
    }
    if (end.code != 0) {
        return "it is TLS, and tshark could not decipher it: " + complaint_of(end);
    }
    return source.key_log.empty()
               ? "it is TLS, and the capture has no secrets of this connection"
               : fmt::format("it is TLS, and {} has no secrets of this connection",
                             sim::printable(source.key_log, kLongestComplaint));
}

}  // namespace

void decipher(const CaptureSource& source, std::vector<TlsConnection> connections,
              Recording& recording, std::vector<std::string>& notes) {
    TlsTeller teller{std::move(connections), recording};
    std::string reason = obstacle(source);
    if (reason.empty()) {
        const OwnedDescriptor exported = temporary_file();
        const ChildEnd end = exported.get() >= 0 ? run_tshark(source, exported.get()) : ChildEnd{};
        reason = reason_after(source, end);
        const auto align = [&](const UpperPdu& pdu) { teller.align(pdu); };
        const auto tell = [&](const UpperPdu& pdu) { teller.tell(pdu); };
        if (end.code >= 0 && for_each_exported(exported.get(), align)) {
            for_each_exported(exported.get(), tell);
        }
    }
    teller.end(reason);
    if (const std::size_t count = teller.without_order(); count > 0) {
        notes.push_back(
            fmt::format("of {} TLS connections what tshark deciphered could not be "
                        "found in the packets: the order between their directions is "
                        "not known",
                        count));
    }
    if (const std::size_t count = teller.up_to_a_gap(); count > 0) {
        notes.push_back(fmt::format(
            "of {} TLS connections packets are missing: a direction is deciphered up to there",
            count));
    }
}

bool has_secrets(const std::string& file) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{std::fopen(file.c_str(), "rbe"),
                                                                 std::fclose};
    constexpr std::uint32_t kSection = 0x0a0d'0d0a;
    constexpr std::uint32_t kSecrets = 10;  // draft-ietf-opsawg-pcapng section 4.7
    std::array<unsigned char, 12> head{};
    bool is_first = true;
    bool is_big = false;
    const auto number = [&](std::size_t at) {
        const std::uint32_t big = std::uint32_t{head[at]} << 24U |
                                  std::uint32_t{head[at + 1]} << 16U |
                                  std::uint32_t{head[at + 2]} << 8U | head[at + 3];
        return is_big ? big : __builtin_bswap32(big);
    };
    while (stream && std::fread(head.data(), 1, head.size(), stream.get()) == head.size()) {
        const bool is_section = number(0) == kSection;
        if (is_first && !is_section) {
            return false;  // pcap
        }
        is_first = false;
        if (is_section) {
            is_big = head[8] == 0x1a;  // the byte-order magic
        }
        if (number(0) == kSecrets) {
            return true;
        }
        const std::uint32_t length = number(4);
        if (length < 12 || length % 4 != 0 ||
            std::fseek(stream.get(), static_cast<long>(length) - 12, SEEK_CUR) != 0) {
            return false;
        }
    }
    return false;
}

}  // namespace tools
