// --help of the program and of its commands.

#include "tools/cli/help_pages.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/text/columns.hpp"
#include "tools/tables/prose.hpp"
#include "tools/tables/table.hpp"

namespace tools {
namespace {

constexpr std::size_t kWidest = 100;   // longer lines are hard to read
constexpr std::size_t kNameRoom = 26;  // columns of the names of options

// One entry below another, what it means beside it or, after a long name, below it.
std::string entry(const std::string& name, const std::string& meaning, std::size_t room,
                  std::size_t width) {
    std::string text = "  " + name;
    const std::size_t column = std::min(room + 4, width / 2);
    const bool beside = sim::columns_of(text) + 2 <= column;
    text = beside ? sim::padded(text, column) : text + "\n" + std::string(column, ' ');
    bool first = true;
    for (const std::string& line : sim::wrapped(meaning, width - column)) {
        text += (first ? "" : "\n" + std::string(column, ' ')) + line;
        first = false;
    }
    return text + "\n";
}

std::string name_of(const CLI::Option& option) {
    std::string name = option.get_positional() ? option.get_type_name() : std::string{};
    for (const std::string& letter : option.get_snames()) {
        name += (name.empty() ? "-" : ", -") + letter;
    }
    for (const std::string& word : option.get_lnames()) {
        name += (name.empty() ? "--" : ", --") + word;
    }
    const bool has_value = !option.get_positional() && option.get_items_expected_max() > 0;
    return has_value ? fmt::format("{} {}", name, option.get_type_name()) : name;
}

std::string meaning_of(const CLI::Option& option) {
    const std::string& usual = option.get_default_str();
    return usual.empty() ? option.get_description()
                         : fmt::format("{} (default {})", option.get_description(), usual);
}

std::vector<const CLI::Option*> options_of(const CLI::App& app, bool positional,
                                           const std::string& group) {
    return app.get_options([&](const CLI::Option* option) {
        return option->get_positional() == positional && option->get_group() == group;
    });
}

std::string entries(const CLI::App& app, bool positional, const std::string& group,
                    std::size_t width) {
    std::string text;
    for (const CLI::Option* option : options_of(app, positional, group)) {
        text += entry(name_of(*option), meaning_of(*option), kNameRoom, width);
    }
    return text;
}

std::string section(const std::string& title, const std::string& text) {
    return text.empty() ? "" : fmt::format("\n{}:\n{}", title, text);
}

std::string usage_of(const CLI::App& command) {
    std::string text = fmt::format("Usage: h2sim {} [OPTIONS]", command.get_name());
    for (const CLI::Option* option : options_of(command, true, "Options")) {
        const bool many = option->get_items_expected_max() > 1;
        const std::string name = option->get_type_name() + (many ? "…" : "");
        text += option->get_required() ? " " + name : fmt::format(" [{}]", name);
    }
    return text + "\n";
}

// Groups in the order in which they were begun.
std::vector<std::string> groups_of(const CLI::App& app) {
    std::vector<std::string> groups;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (std::find(groups.begin(), groups.end(), command->get_group()) == groups.end()) {
            groups.push_back(command->get_group());
        }
    }
    return groups;
}

std::string program_page(const CLI::App& app, std::size_t width) {
    constexpr std::size_t kRoom = 9;  // of the names of commands
    std::string text = folded(app.get_description(), width) +
                       "\n\nUsage: h2sim COMMAND [OPTIONS]   (h2sim help COMMAND: its options)\n";
    for (const std::string& group : groups_of(app)) {
        std::string commands;
        for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
            commands += command->get_group() == group
                            ? entry(command->get_name(), command->get_description(), kRoom, width)
                            : "";
        }
        text += section(group, commands);
    }
    return text + section(kCommonGroup, entries(app, false, kCommonGroup, width)) + "\n" +
           flowed(app.get_footer(), width);
}

std::string command_page(const CLI::App& command, std::size_t width) {
    return folded(fmt::format("h2sim {}: {}", command.get_name(), command.get_description()),
                  width) +
           "\n\n" + folded(usage_of(command), width) +
           section("Arguments", entries(command, true, "Options", width)) +
           section("Options", entries(command, false, "Options", width)) +
           section(kCommonGroup, entries(command, false, kCommonGroup, width)) + "\n" +
           flowed(command.get_footer(), width);
}

// A logical line: a paragraph, an entry of a list, a command.
struct Block {
    std::string text;
    std::size_t hang = 0;  // columns before its other lines
    bool open = false;     // what comes may belong to it
};

void write(std::string& result, Block& block, std::size_t width) {
    if (block.text.starts_with("  h2sim ")) {
        result += folded_command(std::string_view{block.text}.substr(2), 2, width);
    } else if (!block.text.empty()) {
        for (const std::string& line : sim::wrapped(block.text, width, block.hang)) {
            result += line + "\n";
        }
    }
    block = {};
}

}  // namespace

std::string flowed(const std::string& text, std::size_t width) {
    std::string result;
    Block block;
    for (std::string_view left = text; !left.empty();) {
        const std::string_view line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        const bool topic = line.starts_with("--") && block.text.ends_with('.');
        const bool goes_on =
            block.open && !topic && (indent == 0 ? block.hang == 0 : indent == block.hang);
        if (line.empty()) {
            write(result, block, width);
            result += "\n";
            continue;
        }
        if (goes_on) {
            block.text += fmt::format(" {}", line.substr(indent));
            continue;
        }
        // An entry of a list begins with its name; what it means stands after two spaces.
        const std::size_t meaning = line.find("  ", indent);
        const bool listed = indent > 0 && meaning != std::string_view::npos;
        write(result, block, width);
        block = {std::string{line},
                 listed        ? line.find_first_not_of(' ', meaning)
                 : indent == 0 ? 0
                               : indent + 2,
                 (indent == 0 && !line.ends_with(':')) || listed};
    }
    write(result, block, width);
    return result;
}

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
    const auto found = app.get_subcommands(
        [&name](const CLI::App* command) { return command->get_name() == name; });
    return found.empty() ? nullptr : found.front();
}

std::string help_page(const CLI::App& app, std::size_t width) {
    const std::size_t room = std::min(width, kWidest);
    return app.get_parent() == nullptr ? program_page(app, room) : command_page(app, room);
}

}  // namespace tools
