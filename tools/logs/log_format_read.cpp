// Formats as JSON: those of the program, and files of whoever adds one.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "tools/logs/log_format.hpp"
#include "tools/system/embedded.hpp"

namespace tools {
namespace {

using nlohmann::json;

// A pattern, for which the reason it is wrong is the message.
sim::JsonForm log_pattern_form() {
    const std::string expected = "a pattern of RE2 with groups (?P<type>…)";
    return {expected, [expected](sim::JsonCheck& check, const sim::JsonPart& part) {
                if (!check.fits(part, sim::a_text(1).called(expected))) {
                    return;
                }
                if (const auto error = LogPattern::error_of(part.value.get<std::string>())) {
                    check.complain(sim::ErrorCode::wrong_form, part.pointer,
                                   fmt::format("the pattern is wrong: {}", *error), expected);
                }
            }};
}

sim::JsonForm log_role_form() {
    return sim::one_of({"client", "server"});
}

sim::JsonForm log_opened_form() {
    const sim::JsonForm with_role =
        sim::an_object({{"match", log_pattern_form()}, sim::maybe("role", log_role_form())});
    return sim::either([](const json& value) { return value.is_object(); }, with_role,
                       log_pattern_form());
}

sim::JsonForm log_types_form() {
    return {"an object that gives names of the RFC to names of types",
            [](sim::JsonCheck& check, const sim::JsonPart& part) {
                if (!part.value.is_object()) {
                    check.wrong(sim::ErrorCode::wrong_type, part);
                    return;
                }
                for (const auto& [name, value] : part.value.items()) {
                    check.fits({value, sim::child_pointer(part.pointer, name)}, sim::a_text(1));
                }
            }};
}

sim::JsonForm log_format_form() {
    const sim::JsonForm words = sim::a_list("an array of words", sim::a_text(1), 1);
    const sim::JsonForm patterns = sim::a_list("an array of patterns", log_pattern_form());
    return sim::an_object(
        {{"format", sim::a_format("h2sim-log-format", 1, "formats of this h2sim have version 1")},
         {"name", sim::a_text(1)},
         {"title", sim::a_text(1)},
         {"sent", words},
         {"received", words},
         {"frames", sim::a_list("an array of patterns", log_pattern_form(), 1)},
         sim::maybe("values", patterns),
         sim::maybe("before", patterns),
         sim::maybe("fields", patterns),
         sim::maybe("opened", sim::a_list("an array of patterns", log_opened_form())),
         sim::maybe("closed", patterns),
         sim::maybe("without_frames", patterns),
         sim::maybe("client", log_pattern_form()),
         sim::maybe("server", log_pattern_form()),
         sim::maybe("role", log_role_form()),
         sim::maybe("types", log_types_form()),
         sim::maybe("advice", sim::a_text(1)),
         sim::maybe("details_follow", sim::a_flag()),
         sim::maybe("whole_field_blocks", sim::a_flag()),
         sim::maybe("flags_may_be_unknown", sim::a_flag())});
}

std::optional<h2::Role> role_in(const json& object) {
    const std::string role = object.value("role", "");
    return role.empty() ? std::nullopt
                        : std::optional{role == "client" ? h2::Role::client : h2::Role::server};
}

std::vector<LogPattern> log_patterns_in(const json& object, const char* key) {
    std::vector<LogPattern> patterns;
    for (const json& each : object.value(key, json::array())) {
        const json& text = each.is_object() ? each.at("match") : each;
        patterns.emplace_back(text.get<std::string>());
        patterns.back().role = each.is_object() ? role_in(each) : std::nullopt;
    }
    return patterns;
}

std::optional<LogPattern> log_pattern_in(const json& object, const char* key) {
    return object.contains(key) ? std::optional{LogPattern{object.at(key).get<std::string>()}}
                                : std::nullopt;
}

LogFormat log_format_of(const json& object) {
    LogFormat format;
    format.name = object.at("name");
    format.title = object.at("title");
    format.sent = object.at("sent").get<std::vector<std::string>>();
    format.received = object.at("received").get<std::vector<std::string>>();
    format.types = object.value("types", std::map<std::string, std::string>{});
    format.frames = log_patterns_in(object, "frames");
    format.values = log_patterns_in(object, "values");
    format.before = log_patterns_in(object, "before");
    format.fields = log_patterns_in(object, "fields");
    format.opened = log_patterns_in(object, "opened");
    format.closed = log_patterns_in(object, "closed");
    format.without_frames = log_patterns_in(object, "without_frames");
    format.client = log_pattern_in(object, "client");
    format.server = log_pattern_in(object, "server");
    format.role = role_in(object);
    format.advice = object.value("advice", "");
    format.details_follow = object.value("details_follow", false);
    format.whole_field_blocks = object.value("whole_field_blocks", false);
    format.flags_may_be_unknown = object.value("flags_may_be_unknown", false);
    return format;
}

}  // namespace

LogFormats::LogFormats() {
    for (const EmbeddedFile& file : embedded_log_formats()) {
        formats_.push_back(log_format_of(json::parse(file.text)));
    }
}

sim::InputErrors LogFormats::add(std::string_view text, std::string_view file) {
    const auto document = sim::parse_located_json(text, file);
    if (!document) {
        return {document.error()};
    }
    sim::JsonCheck check{*document};
    if (!check.fits({document->value, ""}, log_format_form())) {
        return check.take();
    }
    LogFormat format = log_format_of(document->value);
    std::erase_if(formats_, [&](const LogFormat& each) { return each.name == format.name; });
    formats_.insert(formats_.begin(), std::move(format));
    return {};
}

}  // namespace tools
