// The form of the whole file first; then each case, with the elements of its "for" filled in, is
// made, and what it sends is checked as `h2sim encode` checks frames.

#include "tools/probe/probe_form.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "h2core/ledger.hpp"
#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "tools/probe/probe_grade.hpp"
#include "tools/probe/probe_values.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_check.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

using nlohmann::json;
using sim::ErrorCode;
using sim::JsonForm;
using sim::maybe;

constexpr std::uint64_t kLargestStream = 0x7fff'ffff;
constexpr std::uint64_t kLargestSegment = 16'384;

const std::vector<std::string_view>& rule_slugs() {
    static const std::vector<h2::Rule> rows = h2::ledger();
    static const std::vector<std::string_view> slugs = [] {
        std::vector<std::string_view> all;
        for (const h2::Rule& row : rows) {
            all.push_back(row.slug);
        }
        return all;
    }();
    return slugs;
}

// Of a case with "for" (`holes`): text where its value goes.
JsonForm or_hole(bool holes, const JsonForm& form) {
    return !holes
               ? form
               : sim::either([](const json& value) { return is_hole(value); }, sim::a_text(), form)
                     .called(form.expected);
}

JsonForm a_rule() {
    const auto& slugs = rule_slugs();
    return sim::a_text_that(
        "a rule of h2sim rules", ErrorCode::unknown_name,
        [&slugs](const std::string& text) {
            return std::find(slugs.begin(), slugs.end(), text) != slugs.end();
        },
        slugs);
}

JsonForm a_code(bool holes) {
    const JsonForm one = or_hole(holes, sim::one_of(error_code_names()));
    return sim::either([](const json& value) { return value.is_array(); },
                       sim::a_list("a list of error codes", one, 1), one)
        .called("an error code, or a list of some");
}

JsonForm a_status() {
    return sim::a_text_that(
        "a status, such as 200 or 4xx", ErrorCode::wrong_form, [](const std::string& text) {
            return text.size() == 3 && text.find_first_not_of("0123456789x") == std::string::npos;
        });
}

JsonForm an_outcome(bool holes) {
    return sim::an_object(
        {{"see", sim::one_of({"goaway", "reset", "response", "alive", "close"})},
         maybe("code", a_code(holes)),
         maybe("status", sim::a_list("a list of status codes", a_status(), 1)),
         maybe("grade", sim::one_of({"conform", "legal-alternative", "ambiguous"})),
         maybe("why", sim::a_text(1))});
}

JsonForm a_step(bool holes) {
    const JsonForm stream = or_hole(holes, sim::an_integer(1, kLargestStream));
    const JsonForm hex = sim::a_text_that(
        "hex digits, two for each octet", ErrorCode::wrong_form, [holes](const std::string& text) {
            return is_hex(text) || (holes && text.find('{') != text.npos);
        });
    return sim::an_object(
        {maybe("send", or_hole(holes, sim::a_list("a list of frames", sim::anything(), 1))),
         maybe("octets", hex),
         maybe("fill",
               or_hole(holes, sim::an_object({{"type", sim::a_text(1)},
                                              maybe("stream", stream),
                                              maybe("flags", sim::a_list("a list of flags",
                                                                         sim::a_text(1)))}))),
         maybe("size", sim::either([](const json& value) { return value.is_string(); },
                                   sim::one_of({"over"}), sim::an_integer(1, kLargestSegment))),
         maybe("segments", sim::an_integer(1, kLargestSegment)), maybe("request", stream),
         maybe("method", sim::a_text(1)), maybe("path", sim::one_of({"page", "body", "post"})),
         maybe("open", sim::a_flag()),
         maybe("fields", or_hole(holes, sim::a_list("a list of fields", sim::anything()))),
         maybe("await", sim::one_of({"head", "data", "end", "reset", "ping", "settled", "close"})),
         maybe("stream", stream)});
}

JsonForm a_case(bool holes) {
    return sim::an_object(
        {{"id", sim::a_text(1)},
         {"title", sim::a_text(1)},
         {"level", sim::one_of({"MUST", "SHOULD", "MAY"})},
         {"rules", or_hole(holes, sim::a_list("a list of rules", or_hole(holes, a_rule()), 1))},
         maybe("needs", sim::one_of({"body", "post"})),
         maybe("begin", sim::one_of({"settled", "preface", "nothing"})),
         maybe("settings", sim::a_list("a list of settings", sim::anything())),
         {"steps", sim::a_list("a list of steps", or_hole(holes, a_step(holes)))},
         maybe("stream", or_hole(holes, sim::an_integer(0, kLargestStream))),
         maybe("quiet", sim::a_flag()),
         {"expect", or_hole(holes, sim::a_list("a list of outcomes", an_outcome(holes), 1))},
         maybe("for",
               sim::a_list("a list of objects, each with a name",
                           sim::JsonForm{"an object with a name",
                                         [](sim::JsonCheck& check, const sim::JsonPart& part) {
                                             if (!part.value.is_object() ||
                                                 !part.value.contains("name") ||
                                                 !part.value.at("name").is_string()) {
                                                 check.wrong(ErrorCode::wrong_type, part);
                                             }
                                         }},
                           1))});
}

JsonForm a_section() {
    return sim::an_object({maybe("$schema", sim::a_text()),
                           {"id", sim::a_text(1)},
                           {"title", sim::a_text(1)},
                           {"cases", sim::a_list("a list of cases", a_case(/*holes=*/true), 1)}});
}

// What stands where the peer's values go, for a check.
json sample_holes() {
    return {{"scheme", "http"}, {"authority", "localhost"}, {"page", "/"}, {"body", "/"},
            {"post", "/"},      {"base", "828684"}};
}

bool waits_for_stream(ProbeStep::Kind kind) {
    using enum ProbeStep::Kind;
    return kind == head || kind == data || kind == end || kind == reset;
}

// One file.
class SectionReader {
  public:
    explicit SectionReader(sim::LocatedJson document) : document_{std::move(document)} {}

    h2::Result<ProbeSection, sim::InputErrors> read() {
        sim::JsonCheck check{document_};
        check.fits({document_.value, ""}, a_section());
        if (check.failed()) {
            return check.take();
        }
        ProbeSection section;
        const std::string id = document_.value.at("id").get<std::string>();
        if (!is_probe_file(id + ".json")) {
            complain("/id", ErrorCode::wrong_form, "the id of a section is its path",
                     "rfc9113/6.9.1");
        }
        section.id = id.starts_with("rfc") ? id.substr(3) : id;
        section.title = document_.value.at("title").get<std::string>();
        const json& cases = document_.value.at("cases");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            read_case(section, cases[i], fmt::format("/cases/{}", i));
        }
        if (!errors_.empty()) {
            return std::move(errors_);
        }
        return section;
    }

  private:
    void complain(const std::string& pointer, ErrorCode code, std::string message,
                  std::string expected) {
        sim::InputError error = document_.error_at(pointer, sim::At::value);
        error.code = code;
        error.message = std::move(message);
        error.expected = std::move(expected);
        errors_.push_back(std::move(error));
    }

    void read_case(ProbeSection& section, const json& entry, const std::string& pointer) {
        if (!entry.contains("for")) {
            make_case(section, entry, pointer);
            return;
        }
        json plain = entry;
        plain.erase("for");
        for (const json& values : entry.at("for")) {
            json filled = fill_holes(plain, values);
            filled["id"] = fmt::format("{}/{}", filled.at("id").get<std::string>(),
                                       values.at("name").get<std::string>());
            make_case(section, filled, pointer);
        }
    }

    void make_case(ProbeSection& section, const json& entry, const std::string& pointer) {
        // What was put in has no place of its own: it is the case's.
        sim::LocatedJson located{document_.file, document_.text, entry, {}};
        located.places[""] = document_.places_of(pointer);
        sim::JsonCheck check{located};
        if (!check.fits({located.value, ""}, a_case(/*holes=*/false))) {
            const sim::InputErrors found = check.take();
            errors_.insert(errors_.end(), found.begin(), found.end());
            return;
        }
        ProbeCase made = case_of(entry);
        made.id = fmt::format("{}/{}", section.id, made.id);
        made.section = section.id;
        made.file = document_.file;
        made.line = document_.places_of(pointer).value.line;
        check_case(made, entry, pointer);
        section.cases.push_back(std::move(made));
    }

    void check_case(const ProbeCase& made, const json& entry, const std::string& pointer) {
        if (!ids_.insert(made.id).second) {
            complain(pointer + "/id", ErrorCode::listed_twice,
                     fmt::format("two cases are called {}", made.id), "another id");
        }
        if (!can_fail(made)) {
            complain(pointer + "/expect", ErrorCode::contradiction,
                     fmt::format("{} cannot fail: every reaction is allowed", made.id),
                     "outcomes that leave something out");
        }
        for (const ProbeOutcome& outcome : made.expect) {
            if ((outcome.grade == ProbeGrade::ambiguous) == outcome.why.empty()) {
                complain(pointer + "/expect", ErrorCode::contradiction,
                         "\"why\" belongs to an ambiguous outcome, and to no other",
                         "both readings of the RFC, in \"why\"");
            }
            const bool of_stream =
                outcome.see == ProbeSight::reset || outcome.see == ProbeSight::response;
            if (of_stream && made.stream == 0) {
                complain(pointer + "/expect", ErrorCode::contradiction,
                         fmt::format("\"{}\" is about a stream", name(outcome.see)),
                         "\"stream\" in the case");
            }
        }
        check_steps(made, entry, pointer);
    }

    void check_steps(const ProbeCase& made, const json& entry, const std::string& pointer) {
        const std::vector<std::string> wrong = wrong_steps(entry);
        for (std::size_t i = 0; i < made.steps.size(); ++i) {
            if (waits_for_stream(made.steps[i].kind) && made.steps[i].number == 0) {
                complain(pointer + "/steps", ErrorCode::contradiction,
                         fmt::format("step {} of {} waits for no stream", i + 1, made.id),
                         "\"stream\" in the step, or in the case");
            }
        }
        for (const std::string& message : wrong) {
            complain(pointer + "/steps", ErrorCode::contradiction, message,
                     "one of send, octets, fill, segments, request, await in each step");
        }
        json frames = json::array();
        frames.push_back({{"type", "SETTINGS"}, {"settings", made.settings}});
        for (const ProbeStep& step : made.steps) {
            const bool sends =
                step.kind == ProbeStep::Kind::send || step.kind == ProbeStep::Kind::fill;
            if (sends && step.frames.is_array()) {
                frames.insert(frames.end(), step.frames.begin(), step.frames.end());
            }
        }
        frames = fill_holes(frames, sample_holes());
        sim::LocatedJson sent{document_.file, document_.text, {{"frames", frames}}, {}};
        sent.places[""] = document_.places_of(pointer + "/steps");
        for (sim::InputError error : check_wire(sent)) {
            error.message =
                fmt::format("{} (frame {} that {} sends)", error.message, error.pointer, made.id);
            error.pointer = pointer + "/steps";
            errors_.push_back(std::move(error));
        }
    }

    sim::LocatedJson document_;
    std::set<std::string> ids_;
    sim::InputErrors errors_;
};

}  // namespace

h2::Result<ProbeSection, sim::InputErrors> parse_probe_section(std::string_view text,
                                                               std::string_view file) {
    auto document = sim::parse_located_json(text, file);
    if (!document) {
        return sim::InputErrors{document.error()};
    }
    return SectionReader{std::move(*document)}.read();
}

}  // namespace tools
