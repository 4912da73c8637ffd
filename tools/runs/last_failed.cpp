// Adds what failed to what is known, takes out what passed, and leaves what was skipped or not
// selected. A file of another form counts as empty; the file is written only if what it says has
// changed.

#include "tools/runs/last_failed.hpp"

#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/world/digest.hpp"
#include "tools/system/environment.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"
#include "tools/system/json_text.hpp"

namespace tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kLastFailedSchema = "h2sim-last-failed/1";

std::string current_folder() {
    std::error_code error;
    return fs::current_path(error).string();
}

// Empty where the environment names no place.
fs::path state_file() {
    fs::path base{environment("XDG_STATE_HOME")};
    if (!base.is_absolute()) {  // relative ones are to be ignored, says the XDG specification
        const fs::path home{environment("HOME")};
        if (!home.is_absolute()) {
            return {};
        }
        base = home / ".local" / "state";
    }
    const std::string folder = current_folder();
    const sim::Digest digest = sim::digest_of(std::as_bytes(std::span{folder}));
    return base / "h2sim" / "last-failed" /
           fmt::format("{:016x}{:016x}.json", digest.high, digest.low);
}

// Nothing if the text has another form.
std::optional<std::set<std::string>> parse(const std::string& text) {
    const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
    try {
        if (document.is_object() && document.at("schema") == kLastFailedSchema) {
            return document.at("failed").get<std::set<std::string>>();
        }
    } catch (const json::exception&) {
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

void keep_last_failed(Selection& selection) {
    const fs::path file = state_file();
    std::error_code error;
    if (file.empty() || !fs::exists(file, error)) {
        selection.notes.emplace_back("no failure is remembered here: everything is checked");
        return;
    }
    const auto text = read_text(file.string());
    const auto failed = text ? parse(*text) : std::nullopt;
    if (!failed) {
        selection.notes.push_back(
            fmt::format("{}: not what was written there, ignored: everything is checked",
                        sim::printable(file.string(), 400)));
        return;
    }
    if (failed->empty()) {
        selection.notes.emplace_back("nothing failed last time: everything is checked");
        return;
    }
    std::erase_if(selection.scenarios, [&](const SelectedScenario& scenario) {
        return !failed->contains(scenario.label());
    });
    selection.renumber();
}

std::string remember_failed(const CheckResults& results) {
    const fs::path file = state_file();
    if (file.empty()) {
        return "";
    }
    std::error_code error;
    const bool exists = fs::exists(file, error);
    const auto text =
        exists ? read_text(file.string()) : h2::Result<std::string, sim::InputError>{std::string{}};
    const std::set<std::string> before =
        (text ? parse(*text) : std::nullopt).value_or(std::set<std::string>{});
    std::set<std::string> failed = before;
    for (const CheckResult& result : results) {
        const std::string label = result.scenario->label();
        if (counts_as_failed(result.status)) {
            failed.insert(label);
        } else if (result.status != CheckStatus::skipped) {
            failed.erase(label);
        }
    }
    if (failed == before && (exists || failed.empty())) {
        return "";
    }
    fs::create_directories(file.parent_path(), error);
    try {
        write_text(file.string(), json_text({{"schema", kLastFailedSchema},
                                             {"folder", current_folder()},
                                             {"failed", failed}}));
    } catch (const Failure& failure) {
        return fmt::format("failures are not remembered: {}", failure.what());
    }
    return "";
}

}  // namespace tools
