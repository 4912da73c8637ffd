#pragma once
// A profile: the decisions of one real stack at one version (or of a design nobody has built yet)
// as a set of server values, with the source they were read from. Files in scenarios/profiles; a
// scenario names one and may override any value.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "h2core/result.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

struct Profile {
    std::string name;   // equals the file's name
    std::string stack;  // "golang.org/x/net/http2"
    std::string version;
    std::string source;      // file and function
    std::string confidence;  // read, executed, inferred (from the source, untested), design
    std::string why;
    nlohmann::json server;  // the values, as a scenario's "server" spells them
};

struct ProfileText {
    std::string file;  // for messages
    std::string text;
};

// How the reader of scenarios gets at profiles: it opens no files itself.
struct ProfileLookup {
    // Empty if there is none. Called with names of letters, digits, '.', '_' and '-' only, which
    // do not start with '.'.
    std::function<std::optional<ProfileText>(std::string_view name)> find;
    std::vector<std::string> names;  // all there are, for "did you mean …?"
    // The same for nets (sim/net/net_reader.hpp).
    std::function<std::optional<ProfileText>(std::string_view name)> find_net = nullptr;
    std::vector<std::string> net_names{};
};

h2::Result<Profile, InputErrors> parse_profile(std::string_view text, std::string_view file);

// The same as a document, with the place of each value.
h2::Result<Document, InputErrors> parse_profile_document(std::string_view text,
                                                         std::string_view file);

// Writes the values of the profile that "server.profile" names into the document, wherever it
// does not give its own, and sets "server.profile_merged". Nothing happens if no profile is named
// or its values have been merged in before. The document's own "server" must have passed
// check_shape(), and so has the result.
InputErrors merge_profile(Document& document, const ProfileLookup& profiles);

}  // namespace sim
