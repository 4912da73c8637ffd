// Holes are names in capitals between at signs, "@LIMIT@". Every template has only such holes as
// are filled here, and nothing that is filled in is looked at again.

#include "tools/emit/emit.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "h2core/invariant.hpp"
#include "tools/system/embedded.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

constexpr std::size_t kCommentWidth = 96;  // columns, without what begins the line

struct LanguageOfTests {
    std::string_view file;     // of the template, and of the test
    std::string_view comment;  // what lines of its opening comment begin with
    bool tabs = false;         // four spaces at the beginning of a line are one (gofmt)
};

constexpr std::array<LanguageOfTests, 4> kLanguages{{
    {"race_test.py", "", false},
    {"race_test.go", "// ", true},
    {"RaceTest.java", "// ", false},
    {"race_test.rs", "//! ", false},
}};

const LanguageOfTests& of(EmitLanguage language) {
    return kLanguages.at(static_cast<std::size_t>(language));
}

std::string_view template_of(EmitLanguage language) {
    for (const EmbeddedFile& file : embedded_test_templates()) {
        if (file.path == of(language).file) {
            return file.text;
        }
    }
    H2_INVARIANT(false && "a language without a template");
}

// The lines of a comment after its first, which the template begins.
std::string in_comment(const std::string& text, std::string_view begin) {
    std::string lines;
    for (const char letter : folded(text, kCommentWidth)) {
        lines += letter;
        if (letter == '\n') {
            lines += begin;
        }
    }
    return lines;
}

using Holes = std::map<std::string, std::string, std::less<>>;

Holes holes_of(EmitLanguage language, const EmitPlan& plan, const std::string& file) {
    const std::string holds =
        plan.mode == "park"
            ? "holds all streams but one that the server's limit allows, without credit,"
            : "holds as many streams open as the server's limit allows,";
    return {
        {"TITLE", plan.title},
        {"ORIGIN", in_comment(plan.origin, of(language).comment)},
        {"HOLDS", holds},
        {"FILE", file},
        {"MODULE", file.substr(0, file.rfind('.'))},
        {"TARGET", plan.target},
        {"METHOD", plan.method},
        {"PATH", plan.path},
        {"PARKED_PATH", plan.parked_path},
        {"MODE", plan.mode},
        {"END", plan.end},
        {"OCTETS", plan.octets ? std::to_string(*plan.octets) : "-1"},
        {"LIMIT", std::to_string(plan.limit)},
        {"CYCLES", std::to_string(plan.cycles)},
        {"CONNECTIONS", std::to_string(plan.connections)},
    };
}

bool is_hole_letter(char letter) {
    return (letter >= 'A' && letter <= 'Z') || letter == '_';
}

std::string filled(std::string_view text, const Holes& holes) {
    std::string out;
    while (true) {
        const std::size_t begin = text.find('@');
        out += text.substr(0, begin);
        if (begin == text.npos) {
            return out;
        }
        text.remove_prefix(begin);
        std::size_t end = 1;
        while (end < text.size() && is_hole_letter(text[end])) {
            ++end;
        }
        if (end > 1 && end < text.size() && text[end] == '@') {
            const auto hole = holes.find(text.substr(1, end - 1));
            H2_INVARIANT(hole != holes.end());
            out += hole->second;
            text.remove_prefix(end + 1);
        } else {
            out += '@';
            text.remove_prefix(1);
        }
    }
}

std::string with_tabs(std::string_view text) {
    constexpr std::string_view kIndent = "    ";
    std::string out;
    bool line_begins = true;
    while (!text.empty()) {
        if (line_begins && text.starts_with(kIndent)) {
            out += '\t';
            text.remove_prefix(kIndent.size());
            continue;
        }
        line_begins = text.front() == '\n';
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace

std::string_view usual_file(EmitLanguage language) {
    return of(language).file;
}

std::string emit_test(EmitLanguage language, const EmitPlan& plan, const std::string& file) {
    const std::string text = filled(template_of(language), holes_of(language, plan, file));
    return of(language).tabs ? with_tabs(text) : text;
}

}  // namespace tools
