// What a Session makes of the peer's mistakes: the end of the connection, a line of the log, the
// debug data of GOAWAY.

#include <algorithm>

#include <fmt/format.h>

#include "h2core/rules.hpp"
#include "tools/net/peer_language.hpp"
#include "tools/net/session.hpp"
#include "tools/wire/frame_text.hpp"

namespace tools::net {
namespace {

constexpr std::uint32_t kMostStreamErrors = 5;  // told of one connection, without -v

// Octets of another protocol whose name is not known: HTTP/2 begins with SETTINGS, which is short
// and of a known type, and so are the other frames that a server with a mistake might begin with.
bool is_no_beginning(const h2::Reception& first) {
    constexpr std::uint8_t kMostTypes = 0x20;  // defined by some RFC, or near to those
    return h2::rule_of(first.step.verdict) == h2::RuleId::frame_size_max ||
           first.header.type > kMostTypes;
}

}  // namespace

void Session::note_beginning(std::span<const std::byte> octets) {
    const std::size_t more = std::min(octets.size(), first_.size() - first_size_);
    std::transform(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(more),
                   first_.begin() + static_cast<std::ptrdiff_t>(first_size_),
                   [](std::byte octet) { return static_cast<char>(octet); });
    first_size_ += more;
}

// What is worth more than a line of the log.
void Session::judge(const h2::Reception& reception) {
    const h2::Verdict& verdict = reception.step.verdict;
    if (std::holds_alternative<h2::SettingsFrame>(reception.frame)) {
        settings_received_ = true;
    }
    if (std::holds_alternative<h2::StreamError>(verdict)) {
        note_stream_error(verdict);
    }
    if (std::holds_alternative<h2::ConnectionError>(verdict)) {
        const h2::Rule& rule = h2::rule(h2::rule_of(verdict));
        reason_ = fmt::format("{}: {}", rule.slug, rule.text);
        pending_end_ = pending_end_.value_or(end_for(reception));
    }
}

End Session::end_for(const h2::Reception& wrong) const {
    if (!settings_received_) {
        std::string other = language_of(beginning(), role_);
        if (other.empty() && role_ == h2::Role::client && wrong.offset == 0 &&
            is_no_beginning(wrong)) {
            other = fmt::format("an unknown protocol that begins with {}", shown(beginning()));
        }
        if (!other.empty()) {
            return {End::Kind::no_http2, speaks(other, role_)};
        }
    }
    return {End::Kind::peer_broke, verdict_text(wrong.step.verdict)};
}

// A client tells of each request what became of it.
void Session::note_stream_error(const h2::Verdict& verdict) {
    if (role_ == h2::Role::client || ++stream_errors_ > kMostStreamErrors) {
        return;
    }
    log_.note(options_.number,
              verdict_text(verdict) + (stream_errors_ == kMostStreamErrors
                                           ? "; of further stream errors only -v tells"
                                           : ""));
}

}  // namespace tools::net
