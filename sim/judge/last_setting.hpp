#pragma once
// What a list of SETTINGS makes of one of them.

#include <cstdint>

#include "h2core/frame.hpp"

namespace sim {

// Later values win (section 6.5.3), `otherwise` stays where the list does not set it. Values that
// section 6.5.2 forbids are an error of the sender and change nothing.
inline std::uint32_t last_setting(const h2::SettingList* list, h2::SettingId id,
                                  std::uint32_t otherwise) {
    if (list != nullptr) {
        for (const h2::Setting& setting : list->values) {
            if (setting.id == id && !h2::validate(setting, /*from_server=*/false)) {
                otherwise = setting.value;
            }
        }
    }
    return otherwise;
}

}  // namespace sim
