// Holes, requests, steps, outcomes.

#include "tools/probe/probe_values.hpp"

#include <array>

#include <fmt/format.h>

#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::array kKindsOfStep = {"send", "octets", "fill", "segments", "request", "await"};

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

json filled_text(const std::string& text, const json& values) {
    std::string filled = text;
    for (const auto& [key, value] : values.items()) {
        const std::string hole = fmt::format("{{{}}}", key);
        if (text == hole) {
            return value;
        }
        replace_all(filled, hole, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return filled;
}

ProbeStep::Kind awaited(const std::string& word) {
    using enum ProbeStep::Kind;
    return word == "head"      ? head
           : word == "data"    ? data
           : word == "end"     ? end
           : word == "reset"   ? reset
           : word == "ping"    ? ping
           : word == "settled" ? settled
                               : close;
}

ProbeStep step_of(const json& entry, std::uint32_t stream_of_case) {
    ProbeStep step;
    if (entry.contains("send")) {
        step.frames = entry.at("send");
    } else if (entry.contains("octets")) {
        step.kind = ProbeStep::Kind::octets;
        step.octets = octets_of_hex(entry.at("octets").get<std::string>());
    } else if (entry.contains("fill")) {
        step.kind = ProbeStep::Kind::fill;
        step.frames = json::array({entry.at("fill")});
        step.number = entry.at("size").is_number() ? entry.at("size").get<std::uint32_t>() : 0;
    } else if (entry.contains("segments")) {
        step.kind = ProbeStep::Kind::segments;
        step.number = entry.at("segments").get<std::uint32_t>();
    } else if (entry.contains("request")) {
        step.frames = json::array(
            {request_frame(entry.at("request").get<std::uint32_t>(), entry.value("method", "GET"),
                           entry.value("path", "page"), entry.value("open", false),
                           entry.value("fields", json::array()))});
    } else {
        step.kind = awaited(entry.value("await", ""));
        step.number = entry.value("stream", stream_of_case);
    }
    return step;
}

ProbeOutcome outcome_of(const json& entry) {
    ProbeOutcome outcome;
    const std::string see = entry.at("see").get<std::string>();
    for (const ProbeSight sight : {ProbeSight::goaway, ProbeSight::reset, ProbeSight::response,
                                   ProbeSight::alive, ProbeSight::close}) {
        outcome.see = name(sight) == see ? sight : outcome.see;
    }
    if (entry.contains("code")) {
        const json codes =
            entry.at("code").is_array() ? entry.at("code") : json::array({entry.at("code")});
        for (const json& code : codes) {
            outcome.codes.push_back(
                error_code_of(code.get<std::string>()).value_or(h2::ErrorCode::NO_ERROR));
        }
    }
    outcome.statuses = entry.value("status", std::vector<std::string>{});
    const std::string grade = entry.value("grade", "conform");
    outcome.grade = grade == "conform"             ? ProbeGrade::conform
                    : grade == "legal-alternative" ? ProbeGrade::legal_alternative
                                                   : ProbeGrade::ambiguous;
    outcome.why = entry.value("why", "");
    return outcome;
}

}  // namespace

bool is_hole(const json& value) {
    if (!value.is_string()) {
        return false;
    }
    const std::string& text = value.get_ref<const std::string&>();
    return text.size() > 2 && text.front() == '{' && text.back() == '}';
}

json fill_holes(const json& value, const json& values) {
    if (value.is_string()) {
        return filled_text(value.get_ref<const std::string&>(), values);
    }
    json filled = value;
    if (value.is_array() || value.is_object()) {
        for (auto& part : filled) {
            part = fill_holes(part, values);  // NOLINT(misc-no-recursion): as deep as the document
        }
    }
    return filled;
}

std::vector<std::string> wrong_steps(const json& entry) {
    std::vector<std::string> wrong;
    std::size_t number = 0;
    for (const json& step : entry.at("steps")) {
        ++number;
        int kinds = 0;
        for (const char* kind : kKindsOfStep) {
            kinds += step.contains(kind) ? 1 : 0;
        }
        if (kinds != 1) {
            wrong.push_back(fmt::format("step {} says {}", number,
                                        kinds == 0 ? "nothing" : "several things at once"));
        } else if (step.contains("fill") != step.contains("size")) {
            wrong.push_back(fmt::format("step {}: \"fill\" and \"size\" go together", number));
        }
    }
    return wrong;
}

ProbeCase case_of(const json& entry) {
    ProbeCase made;
    made.id = entry.at("id").get<std::string>();
    made.title = entry.at("title").get<std::string>();
    const std::string level = entry.at("level").get<std::string>();
    made.level = level == "MUST"     ? h2::Level::must
                 : level == "SHOULD" ? h2::Level::should
                                     : h2::Level::may;
    made.rules = entry.at("rules").get<std::vector<std::string>>();
    made.needs = entry.value("needs", "");
    const std::string begin = entry.value("begin", "settled");
    made.begin = begin == "settled"   ? ProbeBegin::settled
                 : begin == "preface" ? ProbeBegin::preface
                                      : ProbeBegin::nothing;
    made.settings = entry.value("settings", json::array());
    made.stream = entry.value("stream", 0U);
    made.quiet = entry.value("quiet", false);
    for (const json& step : entry.at("steps")) {
        made.steps.push_back(step_of(step, made.stream));
    }
    for (const json& outcome : entry.at("expect")) {
        made.expect.push_back(outcome_of(outcome));
    }
    return made;
}

json request_frame(std::uint32_t stream, const std::string& method, const std::string& kind,
                   bool open, const json& more) {
    json fields = json::array({{{"name", ":method"}, {"value", method}},
                               {{"name", ":scheme"}, {"value", "{scheme}"}},
                               {{"name", ":authority"}, {"value", "{authority}"}},
                               {{"name", ":path"}, {"value", fmt::format("{{{}}}", kind)}}});
    fields.insert(fields.end(), more.begin(), more.end());
    json flags = json::array({"END_HEADERS"});
    if (!open) {
        flags.push_back("END_STREAM");
    }
    return {{"type", "HEADERS"}, {"stream", stream}, {"flags", flags}, {"headers", fields}};
}

}  // namespace tools
