#pragma once
// What kinds of mistakes an input can have, under names that stay: error messages carry them, and
// `h2sim explain CODE` says more.

#include <cstdint>
#include <span>
#include <string_view>

namespace sim {

enum class ErrorCode : std::uint8_t {
    none,  // of no kind that has a name; never printed
    unreadable,
    syntax,
    duplicate_key,
    unknown_key,
    missing_key,
    wrong_type,
    out_of_range,
    unknown_name,
    wrong_form,
    listed_twice,
    contradiction,
    wrong_kind,
    wrong_version,
};

struct ErrorCodeText {
    ErrorCode code;
    std::string_view name;  // "unknown-key"
    std::string_view meaning;
    std::string_view wrong;  // a command line that makes the mistake
    std::string_view right;  // one that does not
};

// All of them but `none`, in the order of the enumeration.
std::span<const ErrorCodeText> all_error_codes();

std::string_view name(ErrorCode code);  // empty for `none`

}  // namespace sim
