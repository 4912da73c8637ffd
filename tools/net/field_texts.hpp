#pragma once
// A field list with the octets its fields refer to: what a HEADERS frame of ours stands on until it
// is encoded.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "h2core/field_list.hpp"

namespace tools::net {

class FieldTexts {
  public:
    // Names are in lower case.
    explicit FieldTexts(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
        std::size_t octets = 0;
        for (const auto& [name, value] : fields) {
            octets += name.size() + value.size();
        }
        octets_.reserve(octets);  // never moved from now on
        list_.fields.reserve(fields.size());
        for (const auto& [name, value] : fields) {
            list_.fields.push_back({.name = kept(name), .value = kept(value)});
        }
    }
    FieldTexts(const FieldTexts&) = delete;
    FieldTexts& operator=(const FieldTexts&) = delete;

    [[nodiscard]] h2::Fields fields() const { return {&list_}; }

  private:
    std::string_view kept(std::string_view text) {
        const std::size_t begin = octets_.size();
        octets_.insert(octets_.end(), text.begin(), text.end());
        return {octets_.data() + begin, text.size()};
    }

    std::vector<char> octets_;
    h2::FieldList list_;
};

using SharedFields = std::shared_ptr<const FieldTexts>;

}  // namespace tools::net
