#pragma once
// The house rules as functions from a text to what is wrong with it. tidy_test.cpp applies them to
// every file of the project, and to snippets that break them: a check that cannot fail is worth
// nothing.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

struct Text {
    std::string path;  // from the root of the project, with '/'
    std::string content;
};
using Tree = std::map<std::string, std::string>;  // path → content, in order of paths
using Findings = std::vector<std::string>;        // "path:line: what is wrong"; empty: all is well

// Every text file of the project: not what git ignores, not .git, nothing binary.
Tree read_tree(const std::filesystem::path& root);

// tools → sim → h2core, never the other way; h2core includes the standard library and itself only.
Findings check_layers(const Text& text);
// The folders of sim and tools are rooms in an order: a file includes from its own room and those
// before it.
Findings check_rooms(const Text& text);
// h2core and sim see no clock, thread, randomness, file or unordered container; h2core throws
// nothing and computes with integers only.
Findings check_determinism(const Text& text);
// C++, shell and meson: at most 100 columns. C++: at most 400 lines.
Findings check_size(const Text& text);
// Products decide about every enumerator: a switch has no default, but over what is no enum of ours
// (characters, sizes, signals), and then the line says over what.
Findings check_switches(const Text& text);
// LF line ends, one newline at the end, no blank at the end of a line, no tab.
Findings check_white_space(const Text& text);
// Nothing marked as unfinished.
Findings check_finished(const Text& text);
// No directory of somebody's machine.
Findings check_places(const Text& text);
// A document named in capitals ("CHANGELOG.md", "CHANGELOG §3") exists in the root of the project.
Findings check_documents(const Text& text, const Tree& tree);
// A source that a document names ("`wire/preface.cpp`") is one, or the end of its path.
Findings check_sources(const Text& text, const Tree& tree);
// Every .cpp is listed in the meson.build of its folder or of one above.
Findings check_listed(const Tree& tree);
// The id of a scenario is its path below scenarios/, without the ending.
Findings check_scenario_id(const Text& text);

}  // namespace tidy
