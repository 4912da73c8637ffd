#pragma once
// All values of an enumeration that counts from 0, and their names.

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace sim {

// Up to the last one, which is named: enumerators<Thread::clock>().
template <auto last>
constexpr auto enumerators() {
    std::array<decltype(last), static_cast<std::size_t>(last) + 1> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<decltype(last)>(i);
    }
    return all;
}

// By the function name() of their type.
template <class Values>
std::vector<std::string_view> all_names(const Values& values) {
    std::vector<std::string_view> names;
    names.reserve(values.size());
    for (const auto value : values) {
        names.push_back(name(value));
    }
    return names;
}

}  // namespace sim
