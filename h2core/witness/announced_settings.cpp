// Keeps the values of SETTINGS apart until they are acknowledged.

#include "h2core/witness/announced_settings.hpp"

#include <algorithm>

namespace h2 {

namespace {

std::uint16_t bit(SettingId id) {
    const auto number = static_cast<unsigned>(id);
    return static_cast<std::uint16_t>(number < 16 ? 1U << number : 0U);
}

}  // namespace

AnnouncedSettings AnnouncedSettings::unknown() {
    AnnouncedSettings settings;
    settings.acknowledged_ = {.header_table_size = kUnlimited,
                              .enable_push = 1,
                              .max_concurrent_streams = kUnlimited,
                              .initial_window_size = 0x7fff'ffff,
                              .max_frame_size = 0xff'ffff,
                              .max_header_list_size = kUnlimited,
                              .enable_connect_protocol = 1,
                              .no_rfc7540_priorities = 0};
    settings.known_ = 0;
    settings.acks_known_ = false;
    settings.table_sizes_ = {kUnlimited, kUnlimited};
    return settings;
}

void AnnouncedSettings::announce(const SettingList* list, std::uint64_t end) {
    Pending next;
    next.values = latest();
    next.end = end;
    if (list != nullptr) {
        for (const Setting& setting : list->values) {
            next.values.apply(setting);
            next.given = static_cast<std::uint16_t>(next.given | bit(setting.id));
            if (setting.id == SettingId::HEADER_TABLE_SIZE) {
                next.smallest_table = std::min(next.smallest_table, setting.value);
            }
        }
    }
    if (pending_.size() < kMostPending) {
        pending_.push_back(next);
        return;
    }
    ++merged_;  // what any of them allowed stays allowed
    Pending& last = pending_.back();
    keep_greatest(last.values, next.values);
}

// Whatever either of them allows.
void AnnouncedSettings::keep_greatest(Settings& values, const Settings& others) const {
    for (const auto member : {&Settings::header_table_size, &Settings::enable_push,
                              &Settings::max_concurrent_streams, &Settings::initial_window_size,
                              &Settings::max_frame_size, &Settings::enable_connect_protocol}) {
        values.*member = std::max(values.*member, others.*member);
    }
}

void AnnouncedSettings::lose_acks() {
    acks_known_ = false;
    for (const Pending& pending : pending_) {
        keep_greatest(acknowledged_, pending.values);
    }
    pending_.clear();
    merged_ = 0;
    table_sizes_ = {acknowledged_.header_table_size, acknowledged_.header_table_size};
}

bool AnnouncedSettings::acknowledge() {
    if (pending_.empty()) {
        return false;
    }
    if (!acks_known_) {
        lose_acks();
        return false;
    }
    const Pending& oldest = pending_.front();
    const bool gives_table = (oldest.given & bit(SettingId::HEADER_TABLE_SIZE)) != 0;
    acknowledged_ = oldest.values;
    known_ = static_cast<std::uint16_t>(known_ | oldest.given);
    table_sizes_.last = acknowledged_.header_table_size;
    table_sizes_.smallest = gives_table ? oldest.smallest_table : table_sizes_.last;
    acknowledged_end_ = oldest.end;
    if (pending_.size() == 1 && merged_ > 0) {
        --merged_;  // one of those that were put together
    } else {
        pending_.pop_front();
    }
    return true;
}

bool AnnouncedSettings::knows(SettingId id) const {
    return (known_ & bit(id)) != 0;
}

std::uint32_t AnnouncedSettings::greatest_received(std::uint32_t Settings::* member,
                                                   std::uint64_t octets) const {
    std::uint32_t most = acknowledged_.*member;
    for (const Pending& pending : pending_) {
        if (pending.end <= octets) {
            most = std::max(most, pending.values.*member);
        }
    }
    return most;
}

}  // namespace h2
