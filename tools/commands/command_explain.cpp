// Tells up to kMostInFull entries in full and lists more than that; without a name it tells the
// kinds. Where nothing has a name it tells the nearest names there are.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/text/columns.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/commands/commands.hpp"
#include "tools/explain/explain.hpp"
#include "tools/reports/report_json.hpp"
#include "tools/system/descriptors.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"
#include "tools/tables/table.hpp"
#include "tools/terminal/terminal.hpp"

namespace tools {
namespace {

using nlohmann::json;
using Found = std::vector<const Explanation*>;

constexpr std::size_t kMostInFull = 6;  // of one name; more are a list
constexpr std::size_t kMostNear = 3;

// Profiles are files of anybody's: harmless for a terminal.
std::string shown(const std::string& text) {
    return sim::printable(text, text.size());
}

// A text after so many columns that are taken already; its other lines begin there too.
std::string wrapped(const std::string& text, std::size_t column, TextStyle style) {
    std::string result;
    const std::size_t width = std::max(style.width, column + 20);
    for (const std::string& line : sim::wrapped(text, width - column)) {
        result += (result.empty() ? "" : "\n" + std::string(column, ' ')) + line;
    }
    return result;
}

std::string section_text(const std::string& section) {
    const std::size_t slash = section.find('/');
    return fmt::format("RFC {}, section {}", section.substr(0, slash), section.substr(slash + 1));
}

std::string in_full(const Explanation& each, TextStyle style) {
    std::string text = fmt::format("{} {}\n  {}\n", each.kind,
                                   toned(shown(each.name), Tone::heading, style.colour),
                                   wrapped(each.meaning, 2, style));
    std::vector<std::pair<std::string, std::string>> facts = each.facts;
    if (!each.section.empty()) {
        facts.emplace_back("section", section_text(each.section));
    }
    std::size_t width = 0;
    for (const auto& [label, unused] : facts) {
        width = std::max(width, label.size());
    }
    for (const auto& [label, fact] : facts) {
        text += fmt::format("    {:<{}}  {}\n", label, width, wrapped(fact, width + 6, style));
    }
    if (!each.example.empty()) {
        text += "  example\n";
    }
    for (const std::string& line : each.example) {
        text += line.starts_with("h2sim ")
                    ? folded_command(shown(line), 4, style.width)
                    : folded(fmt::format("    {}\n", shown(line)), style.width);
    }
    return text;
}

std::string as_list(const Found& found, TextStyle style) {
    Table table{
        {{"kind"}, {"name", Align::left, Fit::inside}, {"meaning", Align::left, Fit::below}}};
    table.below_from = 1;
    for (const Explanation* each : found) {
        table.add({each->kind, each->name, each->meaning});
    }
    return to_text(table, style);
}

std::string as_text(const Found& found, TextStyle style) {
    if (found.size() > kMostInFull) {
        return as_list(found, style);
    }
    std::string text;
    for (const Explanation* each : found) {
        text += (text.empty() ? "" : "\n") + in_full(*each, style);
    }
    return text;
}

json as_json(const Explanation& each) {
    json facts = json::object();
    for (const auto& [label, fact] : each.facts) {
        facts[label] = fact;
    }
    return {{"kind", each.kind},
            {"name", each.name},
            {"meaning", each.meaning},
            {"section", each.section.empty() ? json(nullptr) : json(each.section)},
            {"facts", std::move(facts)},
            {"example", each.example},
            {"also", each.also}};
}

std::string as_json(const Found& found) {
    json entries = json::array();
    for (const Explanation* each : found) {
        entries.push_back(as_json(*each));
    }
    return json_text({{"schema", "h2sim-explain/1"}, {"explanations", std::move(entries)}});
}

std::vector<std::string> known_names(const Explanations& all) {
    std::vector<std::string> names;
    for (const Explanation& each : all) {
        names.push_back(each.name);
        names.insert(names.end(), each.also.begin(), each.also.end());
    }
    return names;
}

[[noreturn]] void unknown(const Explanations& all, const std::string& name) {
    const std::vector<std::string> names = known_names(all);
    std::vector<std::string_view> left{names.begin(), names.end()};
    std::string near;
    for (std::size_t i = 0; i < kMostNear; ++i) {
        const std::string_view nearest = sim::nearest_name(name, left);
        if (nearest.empty()) {
            break;
        }
        near += fmt::format("{}\"{}\"", i == 0 ? "; did you mean " : ", ", nearest);
        left.erase(std::remove(left.begin(), left.end(), nearest), left.end());
    }
    throw Failure{ExitCode::invalid,
                  fmt::format("h2sim: error: nothing here is called {}{}\n"
                              "  h2sim explain --list has all names",
                              sim::in_quotes(name), near.empty() ? "" : near + "?")};
}

std::string kinds(const Explanations& all, TextStyle style) {
    Table table{{{"kind"}, {"names", Align::right}, {"for example", Align::left, Fit::cut}}};
    for (std::size_t i = 0; i < all.size();) {
        const std::string& kind = all[i].kind;
        const auto count = std::count_if(
            all.begin(), all.end(), [&](const Explanation& each) { return each.kind == kind; });
        table.add({kind, grouped(static_cast<std::uint64_t>(count)),
                   fmt::format("h2sim explain {}", shell_word(all[i].name))});
        i += static_cast<std::size_t>(count);
    }
    return to_text(table, style);
}

}  // namespace

ExitCode run_command(const CommonArguments& common, const ExplainArguments& arguments) {
    const ScenarioFiles files{common.scenarios};
    Explanations all = all_explanations(files);
    if (arguments.list) {
        for (const Explanation& each : all) {
            write_out(shown(each.name) + "\n");
        }
        return ExitCode::ok;
    }
    Found found;
    for (const std::string& name : arguments.names) {
        const Found more = find_explanations(all, name);
        if (more.empty()) {
            unknown(all, name);
        }
        found.insert(found.end(), more.begin(), more.end());
    }
    if (arguments.json && arguments.names.empty()) {
        for (const Explanation& each : all) {
            found.push_back(&each);
        }
    }
    if (std::any_of(found.begin(), found.end(),
                    [](const Explanation* each) { return each->kind == kPropertyKind; })) {
        add_scenarios(all, files);
    }
    if (arguments.json) {
        write_out(as_json(found));
    } else {
        const TextStyle style = output_style(common.colour);
        write_out(arguments.names.empty() ? kinds(all, style) : as_text(found, style));
    }
    return ExitCode::ok;
}

}  // namespace tools
