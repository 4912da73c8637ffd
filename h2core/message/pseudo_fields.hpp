#pragma once
// The fields of one message head, taken in order: pseudo-fields by name, and what other fields mean
// for the message. Internal to h2core/message.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "h2core/field_list.hpp"
#include "h2core/rules.hpp"

namespace h2 {

enum class Pseudo : std::uint8_t { method, scheme, authority, path, protocol, status };
inline constexpr std::size_t kPseudos = 6;

class HeadFields {
  public:
    // Takes all fields up to the first that breaks a rule of sections 8.2 and 8.3; that rule.
    // `extended_connect`: whether :protocol is defined, for a request.
    static HeadFields of_request(std::span<const Field> fields, bool extended_connect);
    // `to_connect`: of a response to CONNECT, where Content-Length is ignored if it is a success.
    static HeadFields of_response(std::span<const Field> fields, bool to_connect);

    [[nodiscard]] RuleId broken() const { return broken_; }
    [[nodiscard]] bool has(Pseudo pseudo) const {
        return fields_[static_cast<std::size_t>(pseudo)] != nullptr;
    }
    // Empty if absent.
    [[nodiscard]] std::string_view operator[](Pseudo pseudo) const {
        const Field* field = fields_[static_cast<std::size_t>(pseudo)];
        return field == nullptr ? std::string_view{} : field->value;
    }
    [[nodiscard]] bool has_host() const { return has_host_; }
    [[nodiscard]] std::optional<std::uint64_t> content_length() const { return content_length_; }

  private:
    using Set = std::uint8_t;  // of Pseudo
    static constexpr Set bit(Pseudo pseudo) {
        return static_cast<Set>(1U << static_cast<unsigned>(pseudo));
    }
    void take_all(std::span<const Field> fields, Set defined);
    RuleId take(const Field& field, Set defined);
    RuleId take_pseudo(const Field& field, Set defined);
    [[nodiscard]] bool opens_tunnel() const;

    std::array<const Field*, kPseudos> fields_{};  // null: absent
    bool to_connect_ = false;
    bool regular_seen_ = false;
    bool has_host_ = false;
    RuleId broken_ = RuleId::none;
    std::optional<std::uint64_t> content_length_;
};

}  // namespace h2
