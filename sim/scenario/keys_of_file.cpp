// The keys of scenario and profile files outside of "server" and "client".

#include <array>
#include <limits>

#include "sim/scenario/key_rows.hpp"

namespace sim {
namespace {

using namespace rows;

constexpr std::uint64_t kLargestCount = std::uint64_t{1} << 53U;  // exact in every JSON reader
// Beside HEADERS, a response has as many full DATA frames.
constexpr std::uint64_t kMostBody = (kMostResponseFrames - 1) * kMaxFrameSize;
constexpr std::uint64_t kMostU32 = std::numeric_limits<std::uint32_t>::max();

bool is_split(const Scenario& s) {
    return s.server.net.get() == nullptr && s.server.loop == Loop::split;
}

constexpr Need kUnscripted{
    [](const Scenario& s) { return s.client.behaviour != Behaviour::scripted; },
    "/client/behaviour", "\"DATA\" lines in \"client.script\": a script is sent as it stands"};
constexpr Need kRequestUnfinished{
    [](const Scenario& s) {
        return s.request.body > 0 || s.client.behaviour == Behaviour::scripted;
    },
    "/request/body", "a request \"body\": without one the request has always ended"};
constexpr Need kWrites{[](const Scenario& s) { return s.response.body > 0; }, "/response/body",
                       "a \"body\" that is written"};
constexpr Need kSharesBuffer{[](const Scenario& s) { return s.response.body > 0; },
                             "/response/body",
                             "a \"body\" whose first DATA shares the buffer with HEADERS"};
constexpr Need kHandsOver{
    is_split, "/server/loop",
    "\"loop\": \"split\": in the other runtimes nothing comes between two frames "
    "that are handed over together, or the lock is given back after each"};
KeySpec required(KeySpec key) {
    key.required = true;
    key.fallback.clear();
    return key;
}

Keys request_keys() {
    static const std::array keys = {
        field<&RequestSpec::headers>("headers", {1, kMostInFrame},
                                     "Octets of the field block. No world depends on it."),
        with(field<&RequestSpec::body>(
                 "body", {0, kMostInFrame},
                 "Octets of the body, sent as one DATA frame. 0: HEADERS carries END_STREAM."),
             {.needs = {kUnscripted}}),
    };
    return keys;
}

Keys response_keys() {
    static const std::array keys = {
        field<&ResponseSpec::headers>("headers", {1, kMostInFrame}, "Octets of the field block."),
        field<&ResponseSpec::body>(
            "body", {0, kMostBody},
            "Octets of the body in all. 0: HEADERS (or the trailers) carry END_STREAM."),
        with(field<&ResponseSpec::write_size>(
                 "write_size", {0, kMostBody},
                 "Octets of one write of the request function. 0: the body is one write."),
             {.needs = {kWrites}}),
        field<&ResponseSpec::trailers>("trailers", {0, kMostInFrame},
                                       "Octets of the trailer section. 0: none."),
        with(field<&ResponseSpec::headers_flushed>(
                 "headers_flushed",
                 "False: HEADERS and the first DATA are handed over together, so that they share "
                 "the write buffer."),
             {.needs = {kSharesBuffer, kHandsOver}}),
        with(field<&ResponseSpec::early>("early",
                                         "The response may be sent before the request has ended."),
             {.needs = {kRequestUnfinished}}),
    };
    return keys;
}

Keys pipes_keys() {
    static const std::array keys = {
        field<&PipesSpec::to_client>("to_client", {1, 1024}, "From the server to the client."),
        field<&PipesSpec::to_server>("to_server", {1, 1024}, "From the client to the server."),
    };
    return keys;
}

Keys property_keys() {
    static const std::array keys = {
        required({.name = "name",
                  .kind = ValueKind::text,
                  .meaning = "Name of the property.",
                  .minimum = 1}),
        required({.name = "expect",
                  .kind = ValueKind::choice,
                  .meaning = "The expected verdict.",
                  .choices = choices(Expected{})}),
    };
    return keys;
}

void read_properties(const nlohmann::json& value, Scenario& scenario) {
    for (const nlohmann::json& element : value) {
        ExpectedProperty& property = scenario.properties.emplace_back();
        assign(element.at("name"), property.name);
        assign(element.at("expect"), property.expect);
    }
}

KeySpec properties() {
    return {.name = "properties",
            .kind = ValueKind::objects,
            .meaning =
                "What is checked, and what is expected to come out. A scenario passes if "
                "every expectation is met.",
            .required = true,
            .minimum = 1,
            .maximum = 100,
            .members = property_keys(),
            .read = read_properties};
}

Keys bounds_keys() {
    static const std::array keys = {
        field<&BoundsSpec::max_states>("max_states", {1, kLargestCount}, "Different states."),
        field<&BoundsSpec::max_depth>("max_depth", {0, kMostU32},
                                      "Steps of one order. 0: no bound."),
        field<&BoundsSpec::max_memory_mb>("max_memory_mb", {1, std::uint64_t{1} << 24U},
                                          "Memory of the search in MiB."),
        field<&BoundsSpec::max_seconds>("max_seconds", {0, kMostU32},
                                        "Time of the search in seconds. 0: no bound."),
    };
    return keys;
}

Keys pinned_keys() {
    static const std::array keys = {
        with(field<&Pinned::states>("states", {1, kLargestCount}, "Different states."),
             {.examples = "577"}),
        with(field<&Pinned::transitions>("transitions", {0, kLargestCount},
                                         "Steps taken, including those into known states."),
             {.examples = "1092"}),
        with(field<&Pinned::shortest>("shortest", {0, kLargestCount},
                                      "Steps of the shortest counterexample to the first property "
                                      "that is expected to be violated."),
             {.examples = "15"}),
    };
    return keys;
}

Keys scenario_keys() {
    static const std::array keys = {
        not_of_world(with(label("$schema", ValueKind::text, "Path of this schema, for editors."),
                          {.examples = R"("../schema.json")"})),
        not_of_world(with(field<&Scenario::id>(
                              "id", {1, 0}, "The file's path below scenarios, without \".json\"."),
                          {.examples = R"("races/go-42777-landed")",
                           .pattern = "^[a-z0-9._-]+(/[a-z0-9._-]+)*$",
                           .required = true})),
        not_of_world(required(field<&Scenario::title>("title", {1, 0}, "One line: what happens."))),
        not_of_world(field<&Scenario::why>(
            "why", "What the scenario shows and why the expected verdicts are right.")),
        not_of_world(with(field<&Scenario::refs>("refs", {0, kMostElements},
                                                 "Issues, commits and advisories it comes from."),
                          {.examples = R"(["golang/go#42777"])"})),
        not_of_world(
            with(field<&Scenario::rfc>("rfc", {0, kMostElements}, "Sections of RFCs it is about."),
                 {.examples = R"(["9113/5.1.2"])", .pattern = "^[0-9]+/[0-9]+([.][0-9]+)*$"})),
        field<&Scenario::start>("start",
                                "Where the connection stands when the exploration begins."),
        with(field<&Scenario::limit>("limit", {1, kMostStreams},
                                     "SETTINGS_MAX_CONCURRENT_STREAMS of the server."),
             {.examples = "2", .required = true}),
        with(field<&Scenario::requests>("requests", {1, kMostStreams},
                                        "Requests the client makes in all."),
             {.examples = "4", .required = true}),
        required(object("server", server_keys(),
                        "The server's design. Keys that are given win over the profile's; without "
                        "a profile, keys that are left out have the default named at each.")),
        required(object("client", client_keys(), "The client's behaviour.")),
        object("request", request_keys(), "Each request."),
        object("response", response_keys(), "Each response."),
        object("pipes", pipes_keys(),
               "Frames that each direction of the transport can hold; a writer waits while it is "
               "full."),
        not_of_world(properties()),
        not_of_world(object(
            "bounds", bounds_keys(),
            "The search stops with \"incomplete\", which is never a pass, at the first bound "
            "that is reached.")),
        not_of_world(object(
            "pinned", pinned_keys(),
            "Counts that a run must reproduce exactly: they catch a search that silently stops "
            "exploring. --set drops them.")),
    };
    return keys;
}

constexpr Choice kConfidence[] = {
    {"read", "Read in the source."},
    {"executed", "Read in the source and observed on the running server."},
    {"inferred", "Concluded from the source, not tested."},
    {"design", "Not a real stack: a design to compare with."},
};

// A text that must be there and not be empty.
KeySpec words(std::string_view name, std::string_view meaning) {
    KeySpec key = required(label(name, ValueKind::text, meaning));
    key.minimum = 1;
    return key;
}

KeySpec words(std::string_view name, std::string_view meaning, std::string_view examples) {
    KeySpec key = words(name, meaning);
    key.examples = examples;
    return key;
}

KeySpec profile_name() {
    KeySpec key = words(
        "name", "The file's name without \".json\": what \"server.profile\" of a scenario says.");
    key.pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]*$";
    return key;
}

Keys profile_keys() {
    static const std::array keys = {
        with(label("$schema", ValueKind::text, "Path of this schema, for editors."),
             {.examples = R"("../profiles.schema.json")"}),
        profile_name(),
        words("stack", "The implementation it stands for.", R"("golang.org/x/net/http2")"),
        words("version", "Version or commit that was read."),
        words("source", "File and function that show it.",
              R"("http2/server.go: wroteFrame, closeStream")"),
        required({.name = "confidence",
                  .kind = ValueKind::choice,
                  .meaning = "How it is known.",
                  .choices = kConfidence}),
        words("why", "What is special about it."),
        required(object("server", server_keys().subspan(kLabels),
                        "Values of a scenario's \"server\". Keys that are left out have the "
                        "default named there.")),
    };
    return keys;
}

}  // namespace

const KeySpec& scenario_root() {
    static const KeySpec root =
        object("scenario", scenario_keys(),
               "One world (server design, client behaviour, responses, transport), the properties "
               "to check in every order of its events, and what is expected of them.");
    return root;
}

const KeySpec& profile_root() {
    static const KeySpec root =
        object("profile", profile_keys(),
               "The decisions of one real stack at one version, or of a design nobody has built, "
               "as values for a scenario's \"server\". The file is called after its name.");
    return root;
}

}  // namespace sim
