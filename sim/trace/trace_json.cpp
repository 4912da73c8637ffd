// The file format of traces: {"schema": "h2sim-trace/1", "property", "verdict", "shortest",
// "steps": [{"pick", "name", "action"?, "digest"?}], "scenario": {…}, "h2sim"?, "states"?}. An
// action is {"actor", "thread", "verb", "number"?, "stream"?, "frame"?, "completes"?, "count"?,
// "limit"?, "from"?, "to"?}.

#include <algorithm>

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/version.hpp"

namespace sim {
namespace {

constexpr std::string_view kSchemaPrefix = "h2sim-trace/";

// Reads members of objects in the trace and collects what is wrong with them.
class Reader {
  public:
    explicit Reader(const LocatedJson& located) : json_{located} {}

    void complain(ErrorCode code, const std::string& pointer, std::string message,
                  std::string expected) {
        InputError error;
        error.code = code;
        error.file = json_.file;
        error.pointer = pointer;
        error.message = std::move(message);
        error.expected = std::move(expected);
        const auto place = json_.places.find(pointer);
        const Location at = place == json_.places.end() ? Location{} : place->second.value;
        error.line = at.line;
        error.column = at.column;
        error.source_line = line_at(json_.text, at);
        errors_.push_back(std::move(error));
    }

    const nlohmann::json* member(const std::string& pointer, const char* key) {
        const nlohmann::json& object = json_.value.at(nlohmann::json::json_pointer{pointer});
        const auto found = object.find(key);
        if (found == object.end()) {
            complain(ErrorCode::missing_key, pointer, fmt::format("\"{}\" is missing", key),
                     "a trace as h2sim explore --trace-out writes it");
            return nullptr;
        }
        return &*found;
    }

    std::string text(const std::string& pointer, const char* key) {
        const nlohmann::json* value = member(pointer, key);
        if (value != nullptr && !value->is_string()) {
            complain(ErrorCode::wrong_type, child_pointer(pointer, key), "not a text", "a text");
            return {};
        }
        return value == nullptr ? std::string{} : value->get<std::string>();
    }

    // Other keys are an error, or ignored in a trace of a newer h2sim.
    void only_keys(const std::string& pointer, std::initializer_list<std::string_view> allowed) {
        for (const auto& [key, value] :
             json_.value.at(nlohmann::json::json_pointer{pointer}).items()) {
            if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) {
                continue;
            }
            if (newer_) {
                ignored_.push_back(child_pointer(pointer, key));
            } else {
                complain(ErrorCode::unknown_key, child_pointer(pointer, key),
                         fmt::format("unknown key {}", in_quotes(key)),
                         "one of " + fmt::format("{}", fmt::join(allowed, ", ")));
            }
        }
    }

    void allow_unknown_keys() { newer_ = true; }
    [[nodiscard]] bool newer() const { return newer_; }
    InputErrors take_errors() { return std::move(errors_); }
    std::vector<std::string> take_ignored() { return std::move(ignored_); }
    [[nodiscard]] bool failed() const { return !errors_.empty(); }

  private:
    const LocatedJson& json_;
    InputErrors errors_;
    bool newer_ = false;  // a newer h2sim has written it
    std::vector<std::string> ignored_;
};

bool is_digest(const std::string& text) {
    return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void read_version(Reader& reader) {
    const std::string schema = reader.text("", "schema");
    const std::string expected = fmt::format("{}{}", kSchemaPrefix, kTraceVersion);
    if (!reader.failed() && schema != expected) {
        const bool trace = schema.starts_with(kSchemaPrefix);
        reader.complain(
            trace ? ErrorCode::wrong_version : ErrorCode::wrong_kind, "/schema",
            trace ? fmt::format("a trace of version {}, this program reads version {}",
                                printable(schema.substr(kSchemaPrefix.size())), kTraceVersion)
                  : fmt::format("{} is not a trace", in_quotes(schema)),
            fmt::format("\"{}\"; record it again with h2sim explore --trace-out", expected));
    }
}

// Who wrote it; optional, for traces from before this was recorded.
void read_origin(Reader& reader, const nlohmann::json& file, Trace& trace) {
    if (file.contains("h2sim")) {
        trace.h2sim = reader.text("", "h2sim");
        if (!reader.failed() && !is_version(trace.h2sim)) {
            reader.complain(ErrorCode::wrong_form, "/h2sim",
                            fmt::format("{} is no version", in_quotes(trace.h2sim)),
                            fmt::format("the version of h2sim that wrote it: \"{}\"", version()));
        }
    }
    if (file.contains("states")) {
        const nlohmann::json& states = file.at("states");
        if (!states.is_number_unsigned() || states < 1U || states > 65'535U) {
            reader.complain(ErrorCode::out_of_range, "/states", "no version of states",
                            "an integer from 1 to 65535");
        } else {
            trace.states = states.get<unsigned>();
        }
    }
    if (!reader.failed() && is_newer(trace.h2sim, version())) {
        reader.allow_unknown_keys();
    }
}

void read_verdict(Reader& reader, Trace& trace) {
    trace.property = reader.text("", "property");
    if (!reader.failed() && find_property(trace.property) == nullptr) {
        reader.complain(ErrorCode::unknown_name, "/property",
                        fmt::format("no property {}", in_quotes(trace.property)),
                        "a name that h2sim list properties shows");
    }
    const std::string verdict = reader.text("", "verdict");
    if (verdict == "reached") {
        trace.verdict = PropertyVerdict::reached;
    } else if (verdict == "unknown") {
        trace.verdict = PropertyVerdict::unknown;
    } else if (verdict != "violated" && !reader.failed()) {
        reader.complain(ErrorCode::unknown_name, "/verdict",
                        fmt::format("no verdict {}", in_quotes(verdict)),
                        "\"violated\" or \"reached\", or \"unknown\" where nothing is claimed");
    }
    const nlohmann::json* shortest = reader.member("", "shortest");
    if (shortest != nullptr && !shortest->is_boolean()) {
        reader.complain(ErrorCode::wrong_type, "/shortest", "not true or false", "true or false");
    } else if (shortest != nullptr) {
        trace.shortest = shortest->get<bool>();
    }
}

// One of the names that this program knows; a newer one may know others.
std::string read_name(Reader& reader, const std::string& pointer, const char* key) {
    const std::string value = reader.text(pointer, key);
    if (!reader.failed() && !reader.newer() && !is_known_name(key, value)) {
        reader.complain(ErrorCode::unknown_name, child_pointer(pointer, key),
                        fmt::format("no {} {}", key, in_quotes(value)),
                        "a name that h2sim explore --trace-out writes");
    }
    return value;
}

std::uint32_t read_count(Reader& reader, const nlohmann::json& object, const std::string& pointer,
                         const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return 0;
    }
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 0xffff'ffff) {
        reader.complain(ErrorCode::wrong_type, child_pointer(pointer, key), "not a count",
                        "an integer from 0 to 4294967295");
        return 0;
    }
    return found->get<std::uint32_t>();
}

std::vector<std::string> read_places(Reader& reader, const nlohmann::json& object,
                                     const std::string& pointer, const char* key) {
    const auto found = object.find(key);
    std::vector<std::string> places;
    if (found == object.end()) {
        return places;
    }
    if (!found->is_array()) {
        reader.complain(ErrorCode::wrong_type, child_pointer(pointer, key), "not a list",
                        "a list of places");
        return places;
    }
    const std::string list = child_pointer(pointer, key);
    for (std::size_t i = 0; i < found->size(); ++i) {
        const nlohmann::json& place = (*found)[i];
        if (!place.is_string() ||
            (!reader.newer() && !is_known_name(key, place.get<std::string>()))) {
            reader.complain(ErrorCode::unknown_name, child_pointer(list, i), "no such place",
                            "a name that h2sim explore --trace-out writes");
            continue;
        }
        places.push_back(place.get<std::string>());
    }
    return places;
}

ActionRecord read_action(Reader& reader, const nlohmann::json& object, const std::string& pointer) {
    if (!object.is_object()) {
        reader.complain(ErrorCode::wrong_type, pointer, "not an object",
                        "{\"actor\": \"…\", \"thread\": \"…\", \"verb\": \"…\"}");
        return {};
    }
    reader.only_keys(pointer, {"actor", "thread", "verb", "number", "stream", "frame", "completes",
                               "count", "limit", "from", "to"});
    ActionRecord record;
    record.actor = read_name(reader, pointer, "actor");
    record.thread = read_name(reader, pointer, "thread");
    record.verb = read_name(reader, pointer, "verb");
    record.number = read_count(reader, object, pointer, "number");
    record.stream = read_count(reader, object, pointer, "stream");
    record.frame = object.contains("frame") ? reader.text(pointer, "frame") : "";
    record.completes = object.contains("completes") ? reader.text(pointer, "completes") : "";
    record.count = read_count(reader, object, pointer, "count");
    record.limit = read_count(reader, object, pointer, "limit");
    record.from = read_places(reader, object, pointer, "from");
    record.to = read_places(reader, object, pointer, "to");
    return record;
}

void read_step(Reader& reader, const nlohmann::json& value, const std::string& pointer,
               Trace& trace) {
    if (!value.is_object()) {
        reader.complain(ErrorCode::wrong_type, pointer, "not an object",
                        "{\"pick\": 0, \"name\": \"…\"}");
        return;
    }
    reader.only_keys(pointer, {"pick", "name", "digest", "action"});
    TraceStep step;
    step.name = reader.text(pointer, "name");
    const nlohmann::json* pick = reader.member(pointer, "pick");
    if (pick != nullptr && (!pick->is_number_unsigned() || pick->get<std::uint64_t>() > 0xffff)) {
        reader.complain(ErrorCode::wrong_type, child_pointer(pointer, "pick"), "not a pick",
                        "an integer from 0 to 65535");
    } else if (pick != nullptr) {
        step.pick = pick->get<Pick>();
    }
    if (value.contains("digest")) {
        step.digest = reader.text(pointer, "digest");
        if (!is_digest(step.digest)) {
            reader.complain(ErrorCode::wrong_form, child_pointer(pointer, "digest"), "not a digest",
                            "32 hexadecimal digits, lower case");
        }
    }
    if (const auto action = value.find("action"); action != value.end()) {
        step.action = read_action(reader, *action, child_pointer(pointer, "action"));
    }
    trace.steps.push_back(std::move(step));
}

void read_steps(Reader& reader, Trace& trace) {
    const nlohmann::json* steps = reader.member("", "steps");
    if (steps == nullptr) {
        return;
    }
    if (!steps->is_array()) {
        reader.complain(ErrorCode::wrong_type, "/steps", "not a list",
                        "a list of {\"pick\", \"name\"}");
        return;
    }
    for (std::size_t i = 0; i < steps->size(); ++i) {
        read_step(reader, (*steps)[i], child_pointer("/steps", i), trace);
    }
}

// What this program does not understand in a trace of a newer one may be right there.
InputErrors newer_needed(const Trace& trace, InputErrors errors) {
    if (!is_newer(trace.h2sim, version())) {
        return errors;
    }
    for (InputError& error : errors) {
        error.hint += fmt::format("{}h2sim {} wrote this trace, this is h2sim {}: read it there",
                                  error.hint.empty() ? "" : "; ", trace.h2sim, version());
    }
    return errors;
}

}  // namespace

std::string to_json_text(const Trace& trace) {
    nlohmann::json steps = nlohmann::json::array();
    for (const TraceStep& step : trace.steps) {
        nlohmann::json entry = {{"pick", step.pick}, {"name", step.name}};
        if (!step.digest.empty()) {
            entry["digest"] = step.digest;
        }
        if (step.action) {
            entry["action"] = to_json(*step.action);
        }
        steps.push_back(std::move(entry));
    }
    nlohmann::json file = {
        {"schema", fmt::format("{}{}", kSchemaPrefix, kTraceVersion)},
        {"property", trace.property},
        {"verdict", name(trace.verdict)},
        {"shortest", trace.shortest},
        {"steps", std::move(steps)},
        {"scenario", trace.document},
    };
    if (!trace.h2sim.empty()) {
        file["h2sim"] = trace.h2sim;
    }
    if (trace.states > 0) {
        file["states"] = trace.states;
    }
    return file.dump(2) + "\n";
}

h2::Result<Trace, InputErrors> parse_trace(std::string_view text, std::string_view file) {
    auto json = parse_located_json(text, file);
    if (!json) {
        return InputErrors{json.error()};
    }
    Reader reader{*json};
    const bool object = json->value.is_object();
    if (!object || (!json->value.contains("schema") && !json->value.contains("steps"))) {
        reader.complain(ErrorCode::wrong_kind, "", "not a trace",
                        "an object with \"schema\", \"steps\" and \"scenario\"");
        return reader.take_errors();
    }
    read_version(reader);
    if (reader.failed()) {
        return reader.take_errors();
    }
    Trace trace;
    read_origin(reader, json->value, trace);
    reader.only_keys(
        "", {"schema", "property", "verdict", "shortest", "steps", "scenario", "h2sim", "states"});
    read_verdict(reader, trace);
    read_steps(reader, trace);
    if (reader.member("", "scenario") == nullptr || reader.failed()) {
        return newer_needed(trace, reader.take_errors());
    }
    auto scenario = parse_scenario_at(*json, "/scenario", ProfileLookup{});
    if (!scenario) {
        return newer_needed(trace, scenario.error());
    }
    trace.ignored = reader.take_ignored();
    trace.document = std::move(scenario->document);
    trace.scenario = std::move(scenario->scenario);
    return trace;
}

}  // namespace sim
