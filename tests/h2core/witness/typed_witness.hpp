#pragma once
// Typed frames on a wire, and what an account of them finds; frames of ten octets each, so that
// offsets are easy to tell.

#include <string>
#include <vector>

#include "h2core/witness/account.hpp"
#include "tests/support/frames.hpp"

namespace test {

inline std::string text(const h2::Finding& finding) {
    return std::string{h2::name(finding.certainty)} + " " +
           std::string{h2::rule(finding.rule).slug} +
           (finding.stream.names_connection() ? "" : " " + std::to_string(finding.stream.value()));
}

class Wire {
  public:
    // `established`: SETTINGS have been exchanged, and acknowledged.
    explicit Wire(const h2::Beginning& beginning = {}, bool established = true)
        : account_{beginning} {
        if (established) {
            for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
                pass(role, h2::SettingsFrame{});
            }
            for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
                pass(role, settings_ack());
            }
        }
        account_.forget_findings();
    }

    // What is found in the frame: "broken 9113/6.4/idle 1", several separated by ", ".
    std::string client(const h2::Frame& frame) { return found(h2::Role::client, frame); }
    std::string server(const h2::Frame& frame) { return found(h2::Role::server, frame); }
    void client_has_received_all() {
        account_.proves(h2::Role::client, sent_[static_cast<std::size_t>(h2::Role::server)]);
    }
    void server_has_received_all() {
        account_.proves(h2::Role::server, sent_[static_cast<std::size_t>(h2::Role::client)]);
    }
    std::string end() {
        account_.forget_findings();
        account_.end();
        return text_of_findings();
    }
    [[nodiscard]] const h2::Account& account() const { return account_; }

  private:
    void pass(h2::Role sender, const h2::Frame& frame) {
        std::uint64_t& sent = sent_[static_cast<std::size_t>(sender)];
        const h2::Account::Passing at = {sender, sent, sent + 10};
        sent += 10;
        const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
        h2::FrameHeader header;
        header.type = static_cast<std::uint8_t>(settings != nullptr ? h2::FrameType::SETTINGS
                                                                    : h2::FrameType::PING);
        header.flags = settings != nullptr && settings->ack ? h2::flag::ACK : 0;
        account_.first_frame(at, header);
        account_.begins(at, frame);
        account_.judge(at, frame);
    }
    std::string found(h2::Role sender, const h2::Frame& frame) {
        account_.forget_findings();
        pass(sender, frame);
        return text_of_findings();
    }
    [[nodiscard]] std::string text_of_findings() const {
        std::string all;
        for (const h2::Finding& finding : account_.findings()) {
            all += (all.empty() ? "" : ", ") + text(finding);
        }
        return all;
    }

    h2::Account account_;
    std::array<std::uint64_t, 2> sent_{};
};

inline h2::Frame ping(std::uint64_t opaque, bool ack = false) {
    return h2::Ping{opaque, ack};
}

}  // namespace test
