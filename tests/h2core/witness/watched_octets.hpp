#pragma once
// Hexadecimal octets through a witness.

#include <string>
#include <string_view>
#include <vector>

#include "h2core/wire/preface.hpp"
#include "h2core/witness/witness.hpp"
#include "tests/h2core/witness/typed_witness.hpp"

namespace test {

inline constexpr h2::Role kClient = h2::Role::client;
inline constexpr h2::Role kServer = h2::Role::server;

inline std::vector<std::byte> octets_of_hex(std::string_view digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::vector<std::byte> octets;
    unsigned value = 0;
    unsigned count = 0;
    for (const char c : digits) {
        if (const auto digit = kDigits.find(c); digit != std::string_view::npos) {
            value = value * 16 + static_cast<unsigned>(digit);
            if (++count % 2 == 0) {
                octets.push_back(static_cast<std::byte>(value));
                value = 0;
            }
        }
    }
    return octets;
}

inline std::string preface() {
    return "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";
}

class Watched {
  public:
    explicit Watched(const h2::Beginning& beginning = {}) : witness_{beginning} {}

    // What is found: "broken 9113/6.4/idle 1", several separated by ", ".
    std::string sent(h2::Role sender, std::string_view hex) {
        return sent_in_pieces(sender, hex, 1U << 30U);
    }
    std::string sent_text(h2::Role sender, std::string_view text) {
        const auto octets = std::as_bytes(std::span{text.data(), text.size()});
        return feed(sender, octets);
    }
    std::string sent_in_pieces(h2::Role sender, std::string_view hex, std::size_t piece) {
        const std::vector<std::byte> octets = octets_of_hex(hex);
        std::span<const std::byte> left = octets;
        std::string found;
        while (!left.empty()) {
            const std::span<const std::byte> next = left.first(std::min(piece, left.size()));
            const std::string more = feed(sender, next);
            found += (found.empty() || more.empty() ? "" : ", ") + more;
            left = left.subspan(next.size());
        }
        return found;
    }
    // Of the field section seen last, a field on a line; what is not known as "?".
    [[nodiscard]] const std::string& fields() const { return fields_; }
    [[nodiscard]] bool in_field_block(h2::Role sender) const {
        return witness_.in_field_block(sender);
    }
    [[nodiscard]] bool unreadable(h2::Role sender) const { return witness_.unreadable(sender); }
    [[nodiscard]] std::size_t pending(h2::Role sender) const { return witness_.pending(sender); }
    std::string end() { return text_of(witness_.end()); }

  private:
    static std::string text_of(std::span<const h2::Finding> findings) {
        std::string all;
        for (const h2::Finding& finding : findings) {
            all += (all.empty() ? "" : ", ") + text(finding);
        }
        return all;
    }
    std::string feed(h2::Role sender, std::span<const std::byte> octets) {
        std::string found;
        for (;;) {
            const h2::Sight sight = witness_.sent(sender, octets);
            octets = octets.subspan(sight.consumed);
            const std::string more = text_of(sight.findings);
            found += (found.empty() || more.empty() ? "" : ", ") + more;
            keep_fields(sight);
            if (sight.kind == h2::Sight::Kind::need_more) {
                return found;
            }
        }
    }
    void keep_fields(const h2::Sight& sight) {
        const auto* headers = sight.frame ? std::get_if<h2::Headers>(&*sight.frame) : nullptr;
        if (headers == nullptr || headers->fields.list == nullptr) {
            return;
        }
        fields_.clear();
        for (const h2::Field& field : headers->fields.list->fields) {
            fields_ += (field.name_unknown ? "?" : std::string{field.name}) + ": " +
                       (field.value_unknown ? "?" : std::string{field.value}) + "\n";
        }
    }

    h2::Witness witness_;
    std::string fields_;
};

}  // namespace test
