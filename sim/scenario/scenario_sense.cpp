// What a key needs of the world is said in its row of the table of keys and tested in one walk over
// all keys. What concerns several values is written out here: the client, its script, sizes against
// windows (RFC 9113 section 6.9.1), and what is expected of properties.

#include "sim/scenario/scenario_sense.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/promises/properties.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/scenario/response_plan.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/json_check.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;

constexpr std::size_t kMostAwaited = 64;  // a bit of ClientState::awaited for each line

class SenseChecker {
  public:
    SenseChecker(const Scenario& scenario, const Document& document)
        : scenario_{scenario}, document_{document}, check_{document} {}

    Sense check() {
        check_texts();
        check_needs();
        check_profile_label();
        check_client();
        check_script();
        check_sizes();
        check_properties();
        return {check_.take(), std::move(notes_)};
    }

  private:
    bool given(const std::string& pointer) const { return document_.find(pointer) != nullptr; }

    std::string shown(const std::string& pointer) const {
        const json* value = document_.find(pointer);
        return value == nullptr
                   ? fmt::format("\"{}\" is not given", dotted(pointer))
                   : fmt::format("\"{}\" is {}", dotted(pointer),
                                 printable(value->is_array() ? "given" : value->dump()));
    }

    // The value at `pointer` makes no sense beside the one at `other`. Points at the former, unless
    // only the latter can be changed in the scenario.
    void contradiction(const std::string& pointer, const std::string& other, std::string expected) {
        const bool at_other = document_.is_own(other) && !document_.is_own(pointer);
        check_.complain(ErrorCode::contradiction, at_other ? other : pointer,
                        fmt::format("{}, but {}", shown(pointer), shown(other)),
                        std::move(expected));
    }

    void check_texts();
    void check_needs();
    void without_effect(const std::string& pointer, const Need& need);
    void check_profile_label();
    void check_client();
    void check_script();
    void check_sizes();
    void check_response_frames();
    void note_field_blocks();
    void check_properties();
    void check_property(const ExpectedProperty& expected, const std::string& pointer);

    const Scenario& scenario_;
    const Document& document_;
    JsonCheck check_;
    std::vector<Note> notes_;
};

// "races/go-42777-before": lower case, digits and "._-", parts separated by one '/'.
bool is_id(std::string_view id) {
    const auto allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               letter == '.' || letter == '_' || letter == '-' || letter == '/';
    };
    return std::all_of(id.begin(), id.end(), allowed) && !id.starts_with('/') &&
           !id.ends_with('/') && id.find("//") == std::string_view::npos;
}

// "9113/5.1.2": a number, '/', numbers separated by single dots.
bool is_section(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto is_number = [](std::string_view digits) {
        return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (slash == std::string_view::npos || !is_number(text.substr(0, slash))) {
        return false;
    }
    std::string_view rest = text.substr(slash + 1);
    for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
        if (!is_number(rest.substr(0, dot))) {
            return false;
        }
        rest.remove_prefix(dot + 1);
    }
    return is_number(rest);
}

void SenseChecker::check_texts() {
    if (!is_id(scenario_.id)) {
        check_.complain(
            ErrorCode::wrong_form, "/id", fmt::format("\"id\" is {}", in_quotes(scenario_.id)),
            "the file's path without \".json\": lower case letters, digits, '.', '_', '-' and "
            "single '/'");
    }
    for (std::size_t i = 0; i < scenario_.rfc.size(); ++i) {
        if (!is_section(scenario_.rfc[i])) {
            check_.complain(
                ErrorCode::wrong_form, child_pointer("/rfc", i),
                fmt::format("{} is not a section of an RFC", in_quotes(scenario_.rfc[i])),
                "number, '/', section: \"9113/5.1.2\"");
        }
    }
}

// Each key has what it needs of this world to mean anything. The first need that is not met is
// told.
void SenseChecker::check_needs() {
    each_key(scenario_root(), [this](const std::string& pointer, const KeySpec& key) {
        const json* value = key.needs.empty() ? nullptr : document_.find(pointer);
        if (value == nullptr || (!key.fallback_needs && value->dump() == key.fallback)) {
            return;
        }
        const auto unmet = std::find_if(key.needs.begin(), key.needs.end(),
                                        [this](const Need& need) { return !need.met(scenario_); });
        if (unmet != key.needs.end()) {
            without_effect(pointer, *unmet);
        }
    });
}

// What the scenario itself says must mean something. What comes from a profile, or was recorded in
// a trace, may be meant for other worlds.
void SenseChecker::without_effect(const std::string& pointer, const Need& need) {
    const std::string reason{need.reason};
    const bool asked = need.unasked == Unasked::passed_over ? document_.is_set(pointer)
                                                            : document_.is_asked_for(pointer);
    if (!asked && need.unasked != Unasked::wrong) {
        if (need.unasked == Unasked::noted) {
            notes_.push_back({dotted(pointer), fmt::format("{} and has no effect here: it needs {}",
                                                           shown(pointer), reason)});
        }
    } else if (need.key.empty()) {
        check_.complain(ErrorCode::contradiction, pointer,
                        fmt::format("{} and has no effect", shown(pointer)), reason);
    } else {
        contradiction(pointer, std::string{need.key}, reason);
    }
}

void SenseChecker::check_profile_label() {
    if (given("/server/profile_merged") && scenario_.server.profile.empty()) {
        contradiction("/server/profile_merged", "/server/profile",
                      "the name of the profile that was merged in");
    }
}

void SenseChecker::check_client() {
    const ClientSpec& client = scenario_.client;
    if (client.behaviour == Behaviour::scripted && client.script.empty()) {
        contradiction("/client/behaviour", "/client/script", "a \"script\" of at least one line");
    }
    if (client.design.writes != ClientWrites::direct && client.behaviour == Behaviour::cancelling &&
        scenario_.request.body > 0) {
        contradiction("/client/design/writes", "/request/body",
                      "requests without \"body\" from a cancelling client with a writer");
    }
}

void SenseChecker::check_script() {
    for (std::size_t i = 0; i < scenario_.client.script.size(); ++i) {
        const std::string& line = scenario_.client.script[i];
        if (const auto parsed = parse_script_line(line); !parsed) {
            check_.complain(ErrorCode::wrong_form, child_pointer("/client/script", i),
                            fmt::format("{} is not a frame to send or await", in_quotes(line)),
                            printable(parsed.error(), 400));
        } else if (parsed->kind == ScriptLine::Kind::await && i >= kMostAwaited) {
            check_.complain(ErrorCode::out_of_range, child_pointer("/client/script", i),
                            fmt::format("{} is line {} of the script", in_quotes(line), i + 1),
                            fmt::format("\"await\" within the first {} lines", kMostAwaited));
        }
    }
}

// Points at the key that makes the frames many: the size of the writes, else the body.
void SenseChecker::check_response_frames() {
    const ResponseSpec& response = scenario_.response;
    if (plan_response(response, scenario_.server.handler_buffer).size() <= kMostResponseFrames) {
        return;
    }
    ResponseSpec one_write = response;
    one_write.write_size = 0;
    const bool cut =
        response.write_size > 0 && plan_response(one_write, 0).size() <= kMostResponseFrames;
    check_.complain(
        ErrorCode::out_of_range, cut ? "/response/write_size" : "/response/body",
        fmt::format("a response of {} octets in writes of {} has more than {} frames",
                    response.body, cut ? response.write_size : response.body, kMostResponseFrames),
        fmt::format("at most {} frames: HEADERS, one DATA for each write and for each {} octets, "
                    "trailers",
                    kMostResponseFrames, kMaxFrameSize));
}

// Sizes of field blocks are noted at most: a response is described as it is, whatever the design
// makes of it.
void SenseChecker::note_field_blocks() {
    const ServerSpec& server = scenario_.server;
    const bool counts =
        server.net.get() != nullptr || (server.loop == Loop::split && server.write_buffer > 0);
    const auto note = [this](const std::string& pointer, const char* reason) {
        if (given(pointer)) {
            notes_.push_back({dotted(pointer), fmt::format("{} and has no effect here: {}",
                                                           shown(pointer), reason)});
        }
    };
    if (scenario_.request.headers != RequestSpec{}.headers) {
        note("/request/headers", "no world depends on the size of a request's field block");
    }
    if (scenario_.response.headers != ResponseSpec{}.headers && !counts) {
        note("/response/headers",
             "only a split loop with a \"write_buffer\" depends on the size of a field block");
    }
}

void SenseChecker::check_sizes() {
    const ResponseSpec& response = scenario_.response;
    const bool scripted = scenario_.client.behaviour == Behaviour::scripted;
    if (scenario_.request.body > scenario_.server.initial_window && !response.early && !scripted) {
        contradiction("/server/initial_window", "/request/body",
                      "a window of at least the \"body\", or \"response.early\": the body is one "
                      "DATA frame, which could never be sent (9113/6.9.1)");
    }
    check_response_frames();
    note_field_blocks();
    const std::uint32_t write = response.write_size > 0 ? response.write_size : response.body;
    const std::uint32_t frame =
        std::min({response.body, std::max(write, scenario_.server.handler_buffer), kMaxFrameSize});
    if (frame > scenario_.client.initial_window && !scripted) {  // a script may grant more
        contradiction("/client/initial_window", "/response/body",
                      fmt::format("a window of at least {} octets: DATA of that size could never "
                                  "be sent (9113/6.9.1)",
                                  frame));
    }
}

void SenseChecker::check_property(const ExpectedProperty& expected, const std::string& pointer) {
    const Property* property = find_property(expected.name);
    if (property->observation == Observation::window_leaked && !scenario_.server.replenish) {
        contradiction(pointer + "/name", "/server/replenish",
                      "\"replenish\": true: a server that reads nothing gives nothing back");
    }
    const bool sometimes = property->kind == PropertyKind::sometimes;
    const bool says_sometimes =
        expected.expect == Expected::reached || expected.expect == Expected::unreached;
    if (sometimes != says_sometimes) {
        check_.complain(
            ErrorCode::contradiction, pointer + "/expect",
            fmt::format("\"{}\" cannot be \"{}\"", expected.name, to_text(expected.expect)),
            sometimes ? "reached or unreached: it is about some order"
                      : "holds, violated or vacuous: it is about all orders");
    }
}

void SenseChecker::check_properties() {
    bool violated = false;
    for (std::size_t i = 0; i < scenario_.properties.size(); ++i) {
        const ExpectedProperty& expected = scenario_.properties[i];
        check_property(expected, child_pointer("/properties", i));
        violated = violated || expected.expect == Expected::violated;
    }
    if (given("/pinned/shortest") && !violated) {
        check_.complain(
            ErrorCode::contradiction, "/pinned/shortest",
            "\"pinned.shortest\" is given, but no property in \"properties\" is expected to be "
            "violated",
            "a property with \"expect\": \"violated\"");
    }
}

}  // namespace

Sense check_sense(const Scenario& scenario, const Document& document) {
    return SenseChecker{scenario, document}.check();
}

InputErrors check_property_names(const Document& document) {
    JsonCheck check{document};
    const std::vector<std::string_view> names = property_names();
    std::set<std::string> seen;
    const json* list = document.find("/properties");
    const std::size_t size = list != nullptr && list->is_array() ? list->size() : 0;
    for (std::size_t i = 0; i < size && !check.full(); ++i) {
        const std::string pointer = child_pointer(child_pointer("/properties", i), "name");
        const json* value = document.find(pointer);
        if (value == nullptr || !value->is_string() ||
            value->get_ref<const std::string&>().empty()) {
            continue;  // the check of the shape says so
        }
        const auto name = value->get<std::string>();
        if (find_property(name) == nullptr) {
            check.complain(ErrorCode::unknown_name, pointer,
                           fmt::format("unknown property {}", in_quotes(name)),
                           fmt::format("one of {}", fmt::join(names, ", ")),
                           did_you_mean(name, names));
        } else if (!seen.insert(name).second) {
            check.complain(ErrorCode::listed_twice, pointer,
                           fmt::format("{} is listed twice", in_quotes(name)),
                           "each property once");
        }
    }
    return check.take();
}

}  // namespace sim
