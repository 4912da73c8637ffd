#pragma once
// What one peer has announced by SETTINGS, and how far the other one has acknowledged it (RFC 9113
// section 6.5.3): how much the other one may do. Its own ACKs are part of what it sends, so they
// stand in order with what they bind. A value that allows more may be used as soon as it has been
// received; one that allows less binds from the ACK on.

#include <cstdint>
#include <deque>

#include "h2core/settings.hpp"

namespace h2 {

class AnnouncedSettings {
  public:
    // Everything from the beginning of the connection will be announced here: until then the
    // initial values of section 6.5.2 are in force.
    AnnouncedSettings() = default;
    // Of what has been announced before nothing is known: everything is allowed, and lose_acks().
    static AnnouncedSettings unknown();
    // These are in force, and acknowledged.
    explicit AnnouncedSettings(const Settings& in_force) : acknowledged_{in_force} {}

    // `end`: the offset of the octet after the frame.
    void announce(const SettingList* list, std::uint64_t end);
    // The oldest ones that are not yet acknowledged now are. False if there are none.
    [[nodiscard]] bool acknowledge();

    // From now on nobody knows which SETTINGS an ACK is about, since some were not seen: what has
    // been allowed once stays allowed.
    void lose_acks();
    [[nodiscard]] bool acks_known() const { return acks_known_; }

    // Whether the value in force is known, or has been assumed to allow everything.
    [[nodiscard]] bool knows(SettingId id) const;
    // In force for the other one since its last ACK.
    [[nodiscard]] const Settings& acknowledged() const { return acknowledged_; }
    [[nodiscard]] const Settings& latest() const {
        return pending_.empty() ? acknowledged_ : pending_.back().values;
    }
    // The greatest of the value acknowledged and those announced since.
    [[nodiscard]] std::uint32_t greatest(std::uint32_t Settings::* member) const {
        return greatest_received(member, UINT64_MAX);
    }
    // … for who has received so many octets for sure.
    [[nodiscard]] std::uint32_t greatest_received(std::uint32_t Settings::* member,
                                                  std::uint64_t octets) const;

    // HEADER_TABLE_SIZE as the SETTINGS acknowledged last have given it: the smallest value on the
    // way, and the last one (RFC 7541 section 4.2). Equal to those in force if they gave none.
    struct TableSizes {
        std::uint32_t smallest;
        std::uint32_t last;
    };
    [[nodiscard]] TableSizes acknowledged_table_sizes() const { return table_sizes_; }

    [[nodiscard]] bool outstanding() const { return !pending_.empty(); }
    // The end of the oldest ones that are not acknowledged; of the ones acknowledged last.
    [[nodiscard]] std::uint64_t oldest_end() const { return pending_.front().end; }
    [[nodiscard]] std::uint64_t acknowledged_end() const { return acknowledged_end_; }

  private:
    void keep_greatest(Settings& values, const Settings& others) const;

    struct Pending {
        Settings values;  // with those announced before
        std::uint32_t smallest_table = kUnlimited;
        std::uint16_t given = 0;  // a bit for each setting that is in the frame
        std::uint64_t end = 0;
    };
    // More that nobody acknowledges are not kept apart.
    static constexpr std::size_t kMostPending = 1'024;

    Settings acknowledged_;
    std::uint16_t known_ = 0xffff;  // a bit for each setting
    TableSizes table_sizes_{4'096, 4'096};
    std::uint64_t acknowledged_end_ = 0;
    bool acks_known_ = true;    // about which SETTINGS they are
    std::uint64_t merged_ = 0;  // SETTINGS that went into the last of pending_
    std::deque<Pending> pending_;
};

}  // namespace h2
