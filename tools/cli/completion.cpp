// From the words of a command line to the kind of word that is missing.

#include "tools/cli/completion.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tools/cli/help_pages.hpp"

namespace tools {
namespace {

using Kind = CompleteArguments::Kind;

// What the type of an option or argument stands for; a list of words is taken as it is.
constexpr std::array<std::pair<std::string_view, Kind>, 13> kKinds{{
    {"FILE", Kind::files},
    {"PATH", Kind::files},
    {"TRACE", Kind::files},
    {"DIR", Kind::folders},
    {"SCENARIO", Kind::scenarios},
    {"ID", Kind::scenarios},
    {"PROFILE", Kind::profiles},
    {"NET", Kind::nets},
    {"PROPERTY", Kind::properties},
    {"KEY=", Kind::keys},
    {"POLICY=", Kind::policies},
    {"RULE", Kind::rules},
    {"NAME", Kind::names},
}};

std::vector<std::string> joined_at_equals(const std::vector<std::string>& words) {
    std::vector<std::string> joined;
    bool open = false;  // the last word ended in a '=' of its own
    for (const std::string& word : words) {
        const bool equals = word == "=" && !joined.empty();
        if (equals || open) {
            joined.back() += word;
        } else {
            joined.push_back(word);
        }
        open = equals;
    }
    if (joined.empty()) {
        joined.emplace_back();
    }
    return joined;
}

const CLI::Option* option_named(const CLI::App& app, const std::string& name) {
    return name.starts_with('-') ? app.get_option_no_throw(name) : nullptr;
}

bool takes_value(const CLI::Option* option) {
    return option != nullptr && option->get_items_expected_max() > 0;
}

CompleteArguments with_words(const std::string& listed) {
    CompleteArguments wanted;
    for (std::size_t at = 0; at < listed.size();) {
        const std::size_t end = std::min(listed.find('|', at), listed.size());
        wanted.words.emplace_back(listed.substr(at, end - at), "");
        at = end + 1;
    }
    return wanted;
}

CompleteArguments commands_of(const CLI::App& app) {
    CompleteArguments wanted;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        wanted.words.emplace_back(command->get_name(), command->get_description());
    }
    return wanted;
}

CompleteArguments options_of(const CLI::App& app) {
    CompleteArguments wanted;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& letter : option->get_snames()) {
            wanted.words.emplace_back("-" + letter, option->get_description());
        }
        for (const std::string& word : option->get_lnames()) {
            wanted.words.emplace_back("--" + word, option->get_description());
        }
    }
    return wanted;
}

// A value of an option or an argument. "KEY=A,B" goes on behind its last comma.
CompleteArguments value_of(const CLI::App& app, const CLI::Option& option, std::string begun) {
    const std::string type = option.get_type_name();
    CompleteArguments wanted;
    if (type == "COMMAND") {
        wanted = commands_of(app);
    } else if (type == "KEY") {
        wanted.kind = Kind::key_only;
    } else if (!type.empty() && type[0] >= 'a' && type[0] <= 'z') {
        wanted = with_words(type);
    }
    for (const auto& [name, kind] : kKinds) {
        wanted.kind = type.starts_with(name) ? kind : wanted.kind;
    }
    const std::size_t equals = begun.find('=');
    if (equals != std::string::npos &&
        (wanted.kind == Kind::keys || wanted.kind == Kind::policies)) {
        wanted.key = (wanted.kind == Kind::policies ? "server." : "") + begun.substr(0, equals);
        wanted.kind = Kind::values;
        const std::size_t comma = type.ends_with("A,B") ? begun.rfind(',') : std::string::npos;
        const std::size_t end = comma == std::string::npos ? equals : std::max(comma, equals);
        wanted.before = begun.substr(0, end + 1);
        begun.erase(0, end + 1);
    }
    wanted.begun = std::move(begun);
    return wanted;
}

// The argument that comes next: the last one may be repeated.
const CLI::Option* argument_of(const CLI::App& command, std::size_t given) {
    const auto arguments =
        command.get_options([](const CLI::Option* option) { return option->get_positional(); });
    if (given < arguments.size()) {
        return arguments[given];
    }
    return !arguments.empty() && arguments.back()->get_items_expected_max() > 1 ? arguments.back()
                                                                                : nullptr;
}

}  // namespace

CompleteArguments wanted_at(const CLI::App& app, std::vector<std::string> words) {
    words = joined_at_equals(words);
    std::string current = std::move(words.back());
    words.pop_back();
    const CLI::App* command = &app;
    const CLI::Option* open = nullptr;  // an option that waits for its value
    std::size_t arguments = 0;
    for (const std::string& word : words) {
        if (open != nullptr) {
            open = nullptr;
        } else if (word.starts_with('-')) {
            const CLI::Option* const option = option_named(*command, word);
            open = takes_value(option) ? option : nullptr;
        } else if (command == &app) {
            const CLI::App* const named = command_named(app, word);
            if (named == nullptr) {
                return {};
            }
            command = named;
        } else {
            ++arguments;
        }
    }
    if (open != nullptr) {
        return value_of(app, *open, std::move(current));
    }
    const std::size_t equals = current.find('=');
    if (current.starts_with("--") && equals != std::string::npos) {
        const CLI::Option* const option = option_named(*command, current.substr(0, equals));
        if (!takes_value(option)) {
            return {};
        }
        CompleteArguments wanted = value_of(app, *option, current.substr(equals + 1));
        wanted.before.insert(0, current.substr(0, equals + 1));
        return wanted;
    }
    CompleteArguments wanted;
    if (current.starts_with('-')) {
        wanted = options_of(*command);
    } else if (command == &app) {
        wanted = commands_of(app);
    } else if (const CLI::Option* const argument = argument_of(*command, arguments)) {
        return value_of(app, *argument, std::move(current));
    }
    wanted.begun = std::move(current);
    return wanted;
}

}  // namespace tools
