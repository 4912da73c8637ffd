// One form for each type of RFC 9113, and for ALTSVC (RFC 7838), ORIGIN (RFC 8336) and
// PRIORITY_UPDATE (RFC 9218). The type of a frame is looked at before its other members, since it
// says which flags and members there are; a type without members of its own has those that all
// frames have.

#include "tools/wire/wire_check.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "h2core/stream_id.hpp"
#include "sim/text/json_check.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools::wire {
namespace {

using nlohmann::json;
using sim::ErrorCode;
using sim::JsonCheck;
using sim::JsonForm;
using sim::JsonMember;
using sim::JsonPart;
using sim::maybe;
using Members = std::vector<JsonMember>;

constexpr std::size_t kLongest = 16'000'000;  // octets of one frame, with room for other fields
constexpr std::size_t kFieldOverhead = 12;    // octets of a field's lengths in a block, at most

JsonForm up_to(std::uint64_t most) {
    return sim::an_integer(0, most);
}

bool is_number(const json& value) {
    return value.is_number();
}

bool is_octets(const json& value) {
    return value.is_string() ||
           (value.is_object() && value.size() == 1 && value.contains("hex") &&
            value.at("hex").is_string() && is_hex(value.at("hex").get_ref<const std::string&>()));
}

std::size_t size_of_octets(const json& value) {
    return octets_of_json(value).size();
}

// The form, of at most so many octets on the wire.
JsonForm at_most(std::size_t most, const JsonForm& form, std::size_t (*octets)(const json&)) {
    return {form.expected, [=](JsonCheck& check, const JsonPart& part) {
                const std::size_t size = check.fits(part, form) ? octets(part.value) : 0;
                if (size > most) {
                    check.complain(ErrorCode::out_of_range, part.pointer,
                                   fmt::format("{} octets are too many", size),
                                   fmt::format("at most {}", most));
                }
            }};
}

JsonForm octets(std::size_t most = kLongest) {
    return at_most(most,
                   sim::a_value_that("a string, or {\"hex\": \"...\"} with two digits for an octet",
                                     is_octets),
                   size_of_octets);
}

JsonForm hex() {
    return at_most(
        0xff'ffff, sim::a_text_that("hex digits, two for an octet", ErrorCode::wrong_type, is_hex),
        [](const json& value) { return value.get_ref<const std::string&>().size() / 2; });
}

JsonForm opaque() {
    return sim::a_text_that("16 hex digits", ErrorCode::wrong_type, [](const std::string& text) {
        return is_hex(text) && octets_of_hex(text).size() == 8;
    });
}

JsonForm name_or_number(const char* what, std::uint64_t most,
                        const std::vector<std::string_view>& names) {
    return sim::either(is_number, up_to(most), sim::one_of(names))
        .called(
            fmt::format("the name of {} as in its RFC, or an integer from 0 to {}", what, most));
}

JsonForm type() {
    const auto is_type = [](const std::string& name) { return frame_type_of(name).has_value(); };
    return sim::either(is_number, up_to(0xff),
                       sim::a_text_that("a name as in RFC 9113, or a number as in \"0xfa\"",
                                        ErrorCode::unknown_name, is_type, frame_type_names()));
}

JsonForm flags(std::uint8_t type) {
    const std::vector<std::string_view> names = flag_names(type);
    const auto is_flag = [type](const std::string& name) {
        return flag_of(type, name).has_value();
    };
    const std::string expected =
        fmt::format("a flag of {} ({}), or a number as in \"0x40\"", json_name_of_type(type),
                    names.empty() ? "it has none" : fmt::format("{}", fmt::join(names, ", ")));
    return sim::either(
        is_number, up_to(0xff),
        sim::a_list("an array of names",
                    sim::a_text_that(expected, ErrorCode::unknown_name, is_flag, names)));
}

JsonForm error_code() {
    return name_or_number("an error code", 0xffff'ffff, error_code_names());
}

JsonForm priority() {
    return sim::an_object({maybe("dependency", up_to(h2::StreamId::kMax)),
                           maybe("weight_field", up_to(0xff)), maybe("exclusive", sim::a_flag())})
        .called("a priority signal");
}

JsonForm settings() {
    const JsonForm setting =
        sim::an_object({{"id", name_or_number("a setting", 0xffff, setting_names())},
                        {"value", up_to(0xffff'ffff)}});
    return at_most(kLongest, sim::a_list("an array of settings", setting),
                   [](const json& list) { return 6 * list.size(); });
}

JsonForm headers() {
    const JsonForm field = sim::an_object({{"name", octets()},
                                           {"value", octets()},
                                           maybe("never_indexed", sim::a_flag()),
                                           maybe("unknown", sim::anything())});
    return at_most(kLongest, sim::a_list("an array of fields", field), [](const json& fields) {
        std::size_t total = 0;
        for (const json& each : fields) {
            total +=
                kFieldOverhead + size_of_octets(each.at("name")) + size_of_octets(each.at("value"));
        }
        return total;
    });
}

JsonForm origins() {
    return at_most(kLongest, sim::a_list("an array of origins", octets(0xffff)),
                   [](const json& list) {
                       std::size_t total = 0;
                       for (const json& each : list) {
                           total += 2 + size_of_octets(each);
                       }
                       return total;
                   });
}

// Those of a frame type beyond the common ones.
Members members_of(std::uint8_t type) {
    using enum h2::FrameType;
    const JsonForm u31 = up_to(h2::StreamId::kMax);
    const JsonMember padding = maybe("pad_length", up_to(0xff));
    const JsonMember fields = maybe("headers", headers());
    const JsonMember signal = maybe("priority", priority());
    const JsonMember code = maybe("error_code", error_code());
    switch (static_cast<h2::FrameType>(type)) {
        case DATA: return {maybe("data", octets()), padding};
        case HEADERS: return {fields, padding, signal};
        case PRIORITY: return {signal};
        case RST_STREAM: return {code};
        case SETTINGS: return {maybe("settings", settings())};
        case PUSH_PROMISE: return {maybe("promised", u31), fields, padding};
        case PING: return {maybe("opaque", opaque())};
        case GOAWAY: return {maybe("last_stream", u31), code, maybe("debug", octets())};
        case WINDOW_UPDATE: return {maybe("increment", u31)};
        case CONTINUATION: return {fields};
        case ALTSVC: return {maybe("origin", octets(0xffff)), maybe("value", octets())};
        case ORIGIN: return {maybe("origins", origins())};
        case PRIORITY_UPDATE: return {maybe("prioritized", u31), maybe("value", octets())};
    }
    return {};
}

// With what decode writes and encode does without, which may say anything.
JsonForm object_with(std::initializer_list<const char*> written, Members members) {
    for (const char* name : written) {
        members.push_back(maybe(name, sim::anything()));
    }
    return sim::an_object(std::move(members));
}

JsonForm frame_of(std::uint8_t type_of_frame) {
    Members members = members_of(type_of_frame);
    members.insert(members.begin(), {{"type", type()},
                                     maybe("stream", up_to(h2::StreamId::kMax)),
                                     maybe("flags", flags(type_of_frame)),
                                     maybe("reserved", sim::a_flag()),
                                     maybe("payload", hex()),
                                     maybe("length", up_to(0xff'ffff)),
                                     maybe("truncated", sim::a_flag())});
    return object_with({"offset", "verdict", "rule", "findings"}, std::move(members));
}

// Made once: documents have many frames.
const JsonForm& form_of_type(std::uint8_t type) {
    static const std::vector<JsonForm> forms = [] {
        std::vector<JsonForm> all;
        for (unsigned each = 0; each <= 0xff; ++each) {
            all.push_back(frame_of(static_cast<std::uint8_t>(each)));
        }
        return all;
    }();
    return forms[type];
}

void look_at_frame(JsonCheck& check, const JsonPart& part) {
    static const JsonForm any_type = type();
    const json& frame = part.value;
    if (!frame.is_object()) {
        check.wrong(ErrorCode::wrong_type, part);
    } else if (!frame.contains("type")) {
        check.missing_key(part.pointer, {"type", any_type});
    } else if (const json& type = frame.at("type");
               check.fits({type, part.pointer + "/type"}, any_type)) {
        check.fits(
            part, form_of_type(type.is_string() ? *frame_type_of(type.get_ref<const std::string&>())
                                                : type.get<std::uint8_t>()));
    }
}

JsonForm document_form() {
    const JsonForm frame{"a frame: an object with a \"type\"", look_at_frame};
    const JsonForm preface =
        sim::either([](const json& value) { return value.is_boolean(); }, sim::a_flag(),
                    object_with({"verdict", "rule", "findings"}, {maybe("octets", up_to(0xff))}));
    return sim::an_object({{"frames", sim::a_list("an array of frames", frame)},
                           maybe("preface", preface),
                           maybe("sender", sim::anything()),
                           maybe("rest", object_with({"offset", "octets", "reason", "verdict",
                                                      "rule", "findings"},
                                                     {{"payload", hex()}}))})
        .called("an object {\"frames\": [...]}");
}

}  // namespace
}  // namespace tools::wire

namespace tools {

sim::InputErrors check_wire(const sim::LocatedJson& document) {
    static const sim::JsonForm form = wire::document_form();
    sim::JsonCheck check{document};
    check.fits({document.value, ""}, form);
    return sim::in_order(check.take());
}

}  // namespace tools
