// Recognizes the beginnings of protocols that are reached by mistake.

#include "tools/net/peer_language.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/printable.hpp"

namespace tools::net {
namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

// "GET / HTTP/1.1": an upper case word, and not the one that HTTP/2 begins with.
bool is_request_line(std::string_view first) {
    const std::size_t space = first.find(' ');
    return space != std::string_view::npos && space > 0 && !first.starts_with("PRI") &&
           std::all_of(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(space),
                       [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

// A record of a handshake or an alert: type, version 3.x, length.
bool is_tls_record(std::string_view first) {
    return first.size() >= 3 && (first[0] == 0x16 || first[0] == 0x15) && first[1] == 3 &&
           first[2] <= 4;
}

// "220 mail.example ESMTP", "220-": RFC 5321 section 4.2.
bool is_reply_line(std::string_view first) {
    return first.size() >= 4 && first[0] >= '2' && first[0] <= '5' && is_digit(first[1]) &&
           is_digit(first[2]) && (first[3] == ' ' || first[3] == '-');
}

}  // namespace

std::string language_of(std::string_view first, h2::Role ours) {
    if (is_tls_record(first)) {
        return "TLS";
    }
    if (first.starts_with("SSH-")) {
        return "SSH";
    }
    if (ours == h2::Role::server) {
        return is_request_line(first) ? "HTTP/1" : "";
    }
    if (first.starts_with("HTTP/1")) {
        return "HTTP/1";
    }
    if (first.starts_with("+OK")) {
        return "POP3";
    }
    if (first.starts_with("* OK")) {
        return "IMAP";
    }
    return is_reply_line(first) ? "SMTP or FTP" : "";
}

std::string speaks(std::string_view language, h2::Role ours) {
    const std::string_view advice = language != "TLS"          ? ""
                                    : ours == h2::Role::client ? "; https:// URLs are for TLS"
                                                               : "; serve speaks it with --tls";
    return fmt::format("the peer speaks {}, not HTTP/2{}", language, advice);
}

std::string shown(std::string_view octets) {
    const bool text = std::all_of(octets.begin(), octets.end(), [](char letter) {
        return (letter >= ' ' && letter <= '~') || letter == '\r' || letter == '\n';
    });
    if (text) {
        return sim::in_quotes(octets.substr(0, octets.find_first_of("\r\n")));
    }
    std::string hex;
    for (const char octet : octets) {
        hex += fmt::format("{}{:02x}", hex.empty() ? "" : " ", static_cast<unsigned char>(octet));
    }
    return hex;
}

}  // namespace tools::net
