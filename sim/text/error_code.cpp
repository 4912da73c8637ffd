// One row for each code, in the order of the enumeration, which a static_assert holds it to.

#include "sim/text/error_code.hpp"

#include <array>

namespace sim {
namespace {

constexpr std::array kTexts = {
    ErrorCodeText{ErrorCode::unreadable, "unreadable",
                  "The file cannot be read: there is none, it is a folder, it is closed to you, or "
                  "it is larger than 64 MiB.",
                  "h2sim explore races/go-42777", "h2sim explore races/go-42777-landed"},
    ErrorCodeText{ErrorCode::syntax, "syntax",
                  "The text is not JSON (RFC 8259; hex digits for decode --hex), or nested deeper "
                  "than 64 levels. JSON has no comments, no comma after the last element and only "
                  "double quotes.",
                  "echo '{\"limit\": 2,}' | h2sim validate -", "h2sim new | h2sim validate -"},
    ErrorCodeText{ErrorCode::duplicate_key, "duplicate-key",
                  "An object has the same key twice; readers of JSON differ in which one counts.",
                  "echo '{\"limit\": 2, \"limit\": 3}' | h2sim validate -",
                  "h2sim new | h2sim validate -"},
    ErrorCodeText{ErrorCode::unknown_key, "unknown-key",
                  "An object has a key that means nothing there.",
                  "h2sim explore races/go-42777-landed --set limt=2",
                  "h2sim explore races/go-42777-landed --set limit=2"},
    ErrorCodeText{ErrorCode::missing_key, "missing-key",
                  "A key that every such file must have is not there.",
                  "h2sim explore races/go-42777-landed --set limit=null",
                  "h2sim explore races/go-42777-landed --set limit=2"},
    ErrorCodeText{ErrorCode::wrong_type, "wrong-type",
                  "A value of another type: a text for a number, an object for a list.",
                  "h2sim explore races/go-42777-landed --set limit=two",
                  "h2sim explore races/go-42777-landed --set limit=2"},
    ErrorCodeText{ErrorCode::out_of_range, "out-of-range",
                  "A number, a text or a list that is too small or too large.",
                  "h2sim explore races/go-42777-landed --set limit=0",
                  "h2sim explore races/go-42777-landed --set limit=1"},
    ErrorCodeText{ErrorCode::unknown_name, "unknown-name",
                  "A name that is none of those that are known there: of a value, a property, a "
                  "profile, a scenario.",
                  "h2sim explore races/go-42777-landed --set server.profile=go-x-net",
                  "h2sim explore races/go-42777-landed --set server.profile=go-x-net-2021"},
    ErrorCodeText{ErrorCode::wrong_form, "wrong-form",
                  "A text that is not written as such texts are: an id, a section of an RFC, a "
                  "line of a script, KEY=VALUE.",
                  "h2sim explore races/go-42777-landed --set limit:2",
                  "h2sim explore races/go-42777-landed --set limit=2"},
    ErrorCodeText{
        ErrorCode::listed_twice, "listed-twice", "A list names the same thing twice.",
        "h2sim explore races/go-42777-landed --set properties.1.name=no-false-refusal",
        "h2sim explore races/go-42777-landed --set properties.1.name=debit-before-visible"},
    ErrorCodeText{
        ErrorCode::contradiction, "contradiction",
        "Two values that make no sense together: one excludes the other, or means nothing "
        "beside it.",
        "h2sim explore races/go-42777-landed --set server.loop=single",
        "h2sim explore races/go-42777-before --set server.loop=single"},
    ErrorCodeText{ErrorCode::wrong_kind, "wrong-kind",
                  "A file of another kind than the command takes: a trace for a scenario, or the "
                  "other way round.",
                  "h2sim new | h2sim replay -", "h2sim new | h2sim explore -"},
    ErrorCodeText{ErrorCode::wrong_version, "wrong-version",
                  "A file in a version of its format that this program does not read.",
                  "echo '{\"schema\": \"h2sim-trace/0\"}' | h2sim replay -",
                  "h2sim explore races/go-42777-landed --trace-out - | h2sim replay -"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        if (static_cast<std::size_t>(kTexts[i].code) != i + 1) {
            return false;
        }
    }
    return true;
}

static_assert(in_order() && kTexts.back().code == ErrorCode::wrong_version);

}  // namespace

std::span<const ErrorCodeText> all_error_codes() {
    return kTexts;
}

std::string_view name(ErrorCode code) {
    return code == ErrorCode::none ? std::string_view{}
                                   : kTexts[static_cast<std::size_t>(code) - 1].name;
}

}  // namespace sim
