#include "tests/support/tidy.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>

#include <nlohmann/json.hpp>

namespace tidy {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kLines = 400;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<std::string_view> lines_of(std::string_view content) {
    std::vector<std::string_view> lines;
    while (!content.empty()) {
        const std::size_t end = std::min(content.find('\n'), content.size());
        lines.push_back(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
    }
    return lines;
}

std::string at(const Text& text, std::size_t line, std::string_view what) {
    return text.path + ":" + std::to_string(line) + ": " + std::string{what};
}

// Calls visit(line, number) for every line, numbers from 1.
template <class Visit>
void each_line(const Text& text, const Visit& visit) {
    std::size_t number = 0;
    for (const std::string_view line : lines_of(text.content)) {
        visit(line, ++number);
    }
}

bool is_cpp(std::string_view path) {
    return path.ends_with(".cpp") || path.ends_with(".hpp");
}

bool has_word(std::string_view line, std::string_view word) {
    for (std::size_t i = line.find(word); i != line.npos; i = line.find(word, i + 1)) {
        const std::size_t end = i + word.size();
        if ((i == 0 || !is_word(line[i - 1])) && (end == line.size() || !is_word(line[end]))) {
            return true;
        }
    }
    return false;
}

std::string_view without_comment(std::string_view line) {
    return line.substr(0, line.find("//"));
}

// What is between the quotes or brackets of an #include, with the opening one; else empty.
std::string_view included(std::string_view line) {
    constexpr std::string_view kDirective = "#include ";
    if (!line.starts_with(kDirective)) {
        return {};
    }
    line.remove_prefix(kDirective.size());
    return line.substr(0, line.find_first_of(">\"", 1));
}

std::size_t columns(std::string_view line) {  // code points of UTF-8
    return static_cast<std::size_t>(std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool is_ignored(const std::filesystem::path& folder) {
    const std::string name = folder.filename().string();
    return name == ".git" || name == ".cache" || name == "subprojects" || name == "__pycache__" ||
           name == "node_modules" || name == "build" || name.starts_with("build-");
}

bool is_scenario(std::string_view path) {
    return path.starts_with("scenarios/") && path.ends_with(".json") &&
           !path.starts_with("scenarios/profiles/") && !path.starts_with("scenarios/nets/") &&
           !path.starts_with("scenarios/traces/") && !path.ends_with("schema.json");
}

// The place of the room that a path is in, among those of its layer; empty: in none of them.
std::optional<std::size_t> room_of(std::string_view layer, std::string_view path) {
    static constexpr std::array kSim = {"text",  "promises", "net",   "scenario", "world",
                                        "judge", "search",   "trace", "run"};
    static constexpr std::array kTools = {
        "system",  "wire",     "input", "capture", "logs", "tables",  "terminal", "runs",    "net",
        "reports", "diagnose", "race",  "probe",   "emit", "explain", "cli",      "commands"};
    const auto rooms = layer == "sim" ? std::span<const char* const>{kSim} : std::span{kTools};
    const std::string_view inside = path.substr(std::min(layer.size() + 1, path.size()));
    const auto room = std::ranges::find(rooms, inside.substr(0, inside.find('/')));
    if (!path.starts_with(std::string{layer} + "/") || room == rooms.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(room - rooms.begin());
}

}  // namespace

Tree read_tree(const std::filesystem::path& root) {
    Tree tree;
    for (auto entry = std::filesystem::recursive_directory_iterator{root};
         entry != std::filesystem::recursive_directory_iterator{}; ++entry) {
        if (entry->is_directory() && is_ignored(entry->path())) {
            entry.disable_recursion_pending();
        }
        const std::string name = entry->path().filename().string();
        // ".git" is a file where the checkout is one of several worktrees.
        if (!entry->is_regular_file() || name == "compile_commands.json" || name == ".git") {
            continue;
        }
        std::ifstream file{entry->path(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        if (content.find('\0') == content.npos) {
            tree.emplace(entry->path().lexically_relative(root).generic_string(), content);
        }
    }
    return tree;
}

Findings check_layers(const Text& text) {
    Findings findings;
    each_line(text, [&](std::string_view line, std::size_t number) {
        const std::string_view name = included(line);
        const bool from_root = name.starts_with('"');
        const bool core = text.path.starts_with("h2core/");
        if (core && from_root && !name.starts_with("\"h2core/")) {
            findings.push_back(at(text, number, "h2core includes another layer"));
        }
        if (core && name.find_first_of("./") != name.npos && !from_root) {
            findings.push_back(at(text, number, "h2core includes a library"));
        }
        if (text.path.starts_with("sim/") && from_root && !name.starts_with("\"sim/") &&
            !name.starts_with("\"h2core/")) {
            findings.push_back(at(text, number, "sim includes a layer above it"));
        }
        if (text.path.starts_with("examples/") && from_root && !name.starts_with("\"sim/") &&
            !name.starts_with("\"h2core/")) {
            findings.push_back(at(text, number, "an example includes what is not installed"));
        }
        if (text.path.starts_with("tools/") && name.starts_with("\"tests/")) {
            findings.push_back(at(text, number, "tools include tests"));
        }
    });
    return findings;
}

Findings check_rooms(const Text& text) {
    Findings findings;
    for (const std::string_view layer : {"sim", "tools"}) {
        const std::optional<std::size_t> own = room_of(layer, text.path);
        const std::string folder = std::string{layer} + "/";
        if (!own) {
            if (is_cpp(text.path) && text.path.starts_with(folder) &&
                text.path.find('/', folder.size()) != text.path.npos &&
                !text.path.starts_with(folder + "pch/")) {
                findings.push_back(at(text, 1, "a room without a place in the order"));
            }
            continue;
        }
        each_line(text, [&](std::string_view line, std::size_t number) {
            const std::string_view name = included(line);
            const std::string_view path = name.substr(std::min<std::size_t>(1, name.size()));
            const std::optional<std::size_t> other = room_of(layer, path);
            if (other && *other > *own) {
                findings.push_back(
                    at(text, number, "includes a room above its own: " + std::string{path}));
            }
        });
    }
    return findings;
}

Findings check_determinism(const Text& text) {
    static constexpr std::array kHeaders = {
        "<chrono>",        "<condition_variable>",
        "<ctime>",         "<filesystem>",
        "<fstream>",       "<future>",
        "<iostream>",      "<mutex>",
        "<random>",        "<shared_mutex>",
        "<stop_token>",    "<thread>",
        "<time.h>",        "<unistd.h>",
        "<unordered_map>", "<unordered_set>",
    };
    static constexpr std::array kWords = {"std::hash", "std::time", "std::rand", "getenv"};
    static constexpr std::array kCoreWords = {"throw", "try", "catch", "float", "double"};
    Findings findings;
    const bool core = text.path.starts_with("h2core/");
    if (!core && !text.path.starts_with("sim/")) {
        return findings;
    }
    each_line(text, [&](std::string_view line, std::size_t number) {
        for (const std::string_view header : kHeaders) {
            if (included(line) == header.substr(0, header.size() - 1)) {
                findings.push_back(
                    at(text, number, std::string{header} + " is not for this layer"));
            }
        }
        const std::string_view code = without_comment(line);
        const auto report = [&](std::string_view word) {
            if (has_word(code, word)) {
                findings.push_back(at(text, number, std::string{word} + " is not for this layer"));
            }
        };
        std::ranges::for_each(kWords, report);
        if (core) {
            std::ranges::for_each(kCoreWords, report);
        }
    });
    return findings;
}

Findings check_size(const Text& text) {
    Findings findings;
    const bool is_script = text.content.starts_with("#!");
    if (!is_cpp(text.path) && !is_script && !text.path.ends_with("meson.build")) {
        return findings;
    }
    std::size_t length = 0;
    each_line(text, [&](std::string_view line, std::size_t number) {
        length = number;
        if (columns(line) > kColumns) {
            findings.push_back(at(text, number, "more than 100 columns"));
        }
    });
    if (is_cpp(text.path) && length > kLines) {
        findings.push_back(at(text, length, "more than 400 lines"));
    }
    return findings;
}

Findings check_switches(const Text& text) {
    Findings findings;
    const bool product = text.path.starts_with("h2core/") || text.path.starts_with("sim/") ||
                         text.path.starts_with("tools/");
    if (!product || !is_cpp(text.path)) {
        return findings;
    }
    each_line(text, [&](std::string_view line, std::size_t number) {
        const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
        const std::string_view code = line.substr(begin);
        if (code.starts_with("default:") && line.find(" // ") == line.npos) {
            findings.push_back(at(text, number, "a default that does not say over what"));
        }
    });
    return findings;
}

Findings check_white_space(const Text& text) {
    Findings findings;
    each_line(text, [&](std::string_view line, std::size_t number) {
        if (line.ends_with(' ') || line.ends_with('\r')) {
            findings.push_back(at(text, number, "blank or carriage return at the end of the line"));
        }
        if (line.find('\t') != line.npos) {
            findings.push_back(at(text, number, "tab"));
        }
    });
    if (!text.content.empty() && !text.content.ends_with('\n')) {
        findings.push_back(at(text, lines_of(text.content).size(), "no newline at the end"));
    }
    if (text.content.ends_with("\n\n")) {
        findings.push_back(at(text, lines_of(text.content).size(), "empty line at the end"));
    }
    return findings;
}

Findings check_finished(const Text& text) {
    // Written in halves, so that this file may be checked too.
    static constexpr std::array kMarks = {
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK"};
    Findings findings;
    each_line(text, [&](std::string_view line, std::size_t number) {
        for (const std::string_view mark : kMarks) {
            if (has_word(line, mark)) {
                findings.push_back(at(text, number, "marked as unfinished"));
            }
        }
    });
    return findings;
}

Findings check_places(const Text& text) {
    static constexpr std::array kPlaces = {
        "/ho"
        "me/",
        "/Us"
        "ers/",
        "/ro"
        "ot/",
        "/wo"
        "rk/"};
    Findings findings;
    each_line(text, [&](std::string_view line, std::size_t number) {
        for (const std::string_view place : kPlaces) {
            for (std::size_t i = line.find(place); i != line.npos; i = line.find(place, i + 1)) {
                if (i == 0 || (!is_word(line[i - 1]) && line[i - 1] != '.' && line[i - 1] != '-')) {
                    findings.push_back(at(text, number, "a directory of somebody's machine"));
                }
            }
        }
    });
    return findings;
}

Findings check_documents(const Text& text, const Tree& tree) {
    static constexpr std::array<std::string_view, 2> kEndings = {".md", " §"};
    Findings findings;
    each_line(text, [&](std::string_view line, std::size_t number) {
        for (const std::string_view ending : kEndings) {
            for (std::size_t i = line.find(ending); i != line.npos; i = line.find(ending, i + 1)) {
                std::size_t begin = i;
                while (begin > 0 && line[begin - 1] >= 'A' && line[begin - 1] <= 'Z') {
                    --begin;
                }
                const std::string name{line.substr(begin, i - begin)};
                const bool is_document =
                    name.size() >= 4 && (begin == 0 || !is_word(line[begin - 1]));
                if (is_document && !tree.contains(name + ".md")) {
                    findings.push_back(at(text, number, "names a missing document, " + name));
                }
            }
        }
    });
    return findings;
}

Findings check_sources(const Text& text, const Tree& tree) {
    Findings findings;
    const bool is_document = text.path.ends_with(".md");
    each_line(text, [&](std::string_view line, std::size_t number) {
        for (std::size_t i = line.find('`'); is_document && i != line.npos;) {
            const std::size_t end = std::min(line.find('`', i + 1), line.size());
            const std::string name{line.substr(i + 1, end - i - 1)};
            const bool is_source = (name.ends_with(".cpp") || name.ends_with(".hpp")) &&
                                   name.find_first_of(" *{") == name.npos;
            const auto is_it = [&](const auto& file) {
                return ("/" + file.first).ends_with("/" + name);
            };
            if (is_source && std::ranges::none_of(tree, is_it)) {
                findings.push_back(at(text, number, "names a missing source, " + name));
            }
            i = line.find('`', end + 1);
        }
    });
    return findings;
}

Findings check_listed(const Tree& tree) {
    Findings findings;
    for (const auto& [path, content] : tree) {
        if (!path.ends_with(".cpp")) {
            continue;
        }
        bool listed = false;
        for (std::size_t i = path.find('/'); i != path.npos; i = path.find('/', i + 1)) {
            const auto build = tree.find(path.substr(0, i) + "/meson.build");
            listed =
                listed || (build != tree.end() &&
                           build->second.find("'" + path.substr(i + 1) + "'") != std::string::npos);
        }
        if (!listed) {
            findings.push_back(path + ": not listed in a meson.build");
        }
    }
    return findings;
}

Findings check_scenario_id(const Text& text) {
    if (!is_scenario(text.path)) {
        return {};
    }
    constexpr std::string_view kFolder = "scenarios/";
    constexpr std::string_view kEnding = ".json";
    const std::string expected =
        text.path.substr(kFolder.size(), text.path.size() - kFolder.size() - kEnding.size());
    const auto json = nlohmann::json::parse(text.content, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json.contains("id") || json["id"] != expected) {
        return {text.path + ": the id must be \"" + expected + "\""};
    }
    return {};
}

}  // namespace tidy
