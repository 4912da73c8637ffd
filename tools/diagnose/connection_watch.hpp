#pragma once
// One connection of a recording through a witness. Its first octets are kept until it is known who
// is client and where HTTP/2 begins; from then on frames are judged as they come, in the order in
// which they passed. Where no order is known, all octets are kept (kMostKept of each direction) and
// put into an order that is possible at the end, if all of them are there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/witness/witness.hpp"
#include "tools/diagnose/connection_facts.hpp"
#include "tools/diagnose/frame_notes.hpp"
#include "tools/diagnose/roles.hpp"

namespace tools {

class ConnectionWatch {
  public:
    // Octets that are kept where no order is known, and after a gap until frames are found.
    static constexpr std::size_t kMostKept = 64U << 20U;
    static constexpr std::size_t kMostUnclear = 1U << 20U;

    explicit ConnectionWatch(const Connected& connected);
    ConnectionWatch(const ConnectionWatch&) = delete;
    ConnectionWatch& operator=(const ConnectionWatch&) = delete;
    ~ConnectionWatch() = default;

    void sends(End sender, std::span<const std::byte> octets, const Moment& moment);
    void misses(End sender, std::uint64_t octets, const Moment& moment);
    void logs(End sender, const h2::FrameHeader& header, const h2::Frame& frame, bool values_known,
              const Moment& moment);

    // Nothing more comes. Empty: it was no HTTP/2, but what foreign() says.
    std::optional<ConnectionFacts> finish();
    [[nodiscard]] std::string_view foreign() const { return foreign_; }

  private:
    struct Event {
        End sender = End::first;
        std::string octets;
        std::uint64_t missing = 0;
        Moment moment;
        // Of a log:
        std::optional<h2::Frame> frame;
        h2::FrameHeader header;
        std::optional<h2::SettingList> settings;
        bool values_known = true;
    };
    struct Direction {
        std::uint64_t skipped = 0;  // octets before HTTP/2 began
        std::uint64_t to_skip = 0;  // that are still to come of those, or of a frame with a gap
        bool seeking = false;       // frames, after a gap
        std::string kept;
        std::uint64_t kept_received = 0;  // of Moment, when the first of those was sent
    };

    void keep(Event event);
    std::optional<End> client_in_log(const Event& event);
    void settle(bool final);
    void take_roles(const Roles& roles);
    void play(const Event& event);
    void feed(h2::Role sender, std::span<const std::byte> octets, const Moment& moment);
    void seek(h2::Role sender, std::span<const std::byte> octets, const Moment& moment);
    void watch(h2::Role sender, std::span<const std::byte> octets, const Moment& moment);
    void gap(h2::Role sender, std::uint64_t octets, const Moment& moment);
    void tell(h2::Role sender, const Event& event);
    void prove(h2::Role sender, const Moment& moment);
    void finish_unordered();
    void cut_off(h2::Role sender);
    [[nodiscard]] h2::Role role_of(End end) const {
        return end == client_ ? h2::Role::client : h2::Role::server;
    }
    [[nodiscard]] Direction& of(h2::Role role) {
        return directions_[static_cast<std::size_t>(role)];
    }

    Connected connected_;
    std::vector<Event> waiting_;             // until roles are known
    std::array<std::string, 2> beginnings_;  // of each End, up to a gap
    std::array<bool, 2> broken_off_{};       // … that has come
    std::map<h2::StreamId, End> begun_by_;   // streams of a log, until roles are known
    std::size_t unclear_ = 0;                // octets that wait
    std::string_view foreign_;
    bool settled_ = false;
    End client_ = End::first;
    std::array<Direction, 2> directions_;
    h2::Beginning beginning_;
    std::optional<h2::Witness> witness_;
    ConnectionFacts facts_;
    FrameNotes notes_{facts_};
};

}  // namespace tools
