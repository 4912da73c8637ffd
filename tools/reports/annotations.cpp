// Escapes what would end or change a command: '%' and line ends, in a property ':' and ',' too. The
// commands that show more are further lines of the message.

#include "tools/reports/annotations.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/system/environment.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;

// '%' and line ends would end or change a command; in its properties ':' and ',' as well.
std::string escaped(const std::string& text, std::string_view special) {
    std::string result;
    for (const char letter : text) {
        result += special.find(letter) == std::string_view::npos
                      ? std::string{letter}
                      : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return result;
}

std::string as_property(const std::string& text) {
    return escaped(text, "%\r\n:,");
}

std::string as_data(const std::string& text) {
    return escaped(text, "%\r\n");
}

std::string named_from(const std::string& workspace, const std::string& file) {
    if (workspace.empty()) {
        return file;
    }
    std::error_code error;
    const fs::path base = fs::weakly_canonical(workspace, error);
    const fs::path path = fs::weakly_canonical(file, error);
    const fs::path relative = path.lexically_relative(base);
    return error || relative.empty() || relative.begin()->string() == ".."
               ? file
               : relative.generic_string();
}

std::string annotation(const CheckCase& each, const std::string& file,
                       const CheckFinding& finding) {
    std::string message = sim::printable(finding.message, finding.message.size());
    for (const CheckCommand& command : each.commands) {
        message += "\n" + sim::printable(command.shows, command.shows.size()) + ": " +
                   sim::printable(command.command, command.command.size());
    }
    const std::string line = finding.line == 0 ? "" : fmt::format(",line={}", finding.line);
    return fmt::format("::error file={}{},title={}::{}\n", as_property(file), line,
                       as_property(fmt::format("{} {}", each.label, name(each.status))),
                       as_data(message));
}

}  // namespace

bool wants_annotations() {
    return environment("GITHUB_ACTIONS") == "true";
}

std::string annotations_text(const CheckCases& cases, const std::string& workspace) {
    std::string text;
    for (const CheckCase& each : cases) {
        if (counts_as_failed(each.status)) {
            const std::string file = named_from(workspace, each.file);
            for (const CheckFinding& finding : each.findings) {
                text += annotation(each, file, finding);
            }
        }
    }
    return text;
}

std::string annotations_text(const CheckCases& cases) {
    return annotations_text(cases, std::string{environment("GITHUB_WORKSPACE")});
}

}  // namespace tools
