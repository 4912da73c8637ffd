// Walks the document along the tables of members (tools/wire/wire_members.hpp). The type of a frame
// is checked before its other members, since it says which flags and members there are.

#include "tools/wire/wire_check.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "h2core/stream_id.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_members.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

using namespace wire;
using nlohmann::json;
using Names = std::vector<std::string_view>;

constexpr std::size_t kMostErrors = 20;
constexpr std::size_t kLongest = 16'000'000;  // octets of one frame, with room for other fields
constexpr std::size_t kFieldOverhead = 12;    // octets of a field's lengths in a block, at most

std::string kind_of(const json& value) {
    return value.is_object()    ? "an object"
           : value.is_array()   ? "an array"
           : value.is_string()  ? sim::in_quotes(value.get_ref<const std::string&>())
           : value.is_boolean() ? (value.get<bool>() ? "true" : "false")
           : value.is_null()    ? "null"
                                : value.dump();
}

class Checker {
  public:
    explicit Checker(const sim::LocatedJson& document) : document_{document} {}

    sim::InputErrors check() {
        const json& value = document_.value;
        if (members("", value, {kDocument}, "an object {\"frames\": [...]}")) {
            if (value.contains("frames")) {
                frames("/frames", value.at("frames"));
            }
            if (value.contains("preface") && !value.at("preface").is_boolean()) {
                members("/preface", value.at("preface"), {kPreface}, "true, false or an object");
            }
            if (value.contains("rest")) {
                members("/rest", value.at("rest"), {kRest}, "an object with a payload");
            }
        }
        return std::move(errors_);
    }

  private:
    void fail(sim::ErrorCode code, const std::string& pointer, bool at_key, std::string message,
              std::string expected, std::string hint = "") {
        if (errors_.size() >= kMostErrors) {
            return;
        }
        const auto places = document_.places.find(pointer);
        sim::Location place;
        if (places != document_.places.end()) {
            place = at_key ? places->second.key : places->second.value;
        }
        errors_.push_back({document_.file, place.line, place.column, pointer, std::move(message),
                           std::move(expected), std::move(hint),
                           sim::line_at(document_.text, place), code});
    }

    bool expect(bool right, const std::string& pointer, const json& value, std::string expected,
                sim::ErrorCode code = sim::ErrorCode::wrong_type) {
        if (!right) {
            const std::string what =
                pointer.empty() ? "the document" : sim::in_quotes(sim::last_token(pointer));
            fail(code, pointer, false, fmt::format("{} is {}", what, kind_of(value)),
                 std::move(expected));
        }
        return right;
    }

    bool number(const std::string& pointer, const json& value, std::uint64_t most) {
        return expect(
            value.is_number_unsigned() && value.get<std::uint64_t>() <= most, pointer, value,
            fmt::format("a number from 0 to {}", most),
            value.is_number_integer() ? sim::ErrorCode::out_of_range : sim::ErrorCode::wrong_type);
    }

    // An object with such members only; each of them is checked.
    bool members(const std::string& pointer, const json& value,
                 const std::vector<std::span<const Member>>& known, const std::string& expected) {
        if (!expect(value.is_object(), pointer, value, expected)) {
            return false;
        }
        for (const auto& [key, member] : value.items()) {
            const std::string at = sim::child_pointer(pointer, key);
            const Member* found = find(known, key);
            if (found == nullptr) {
                Names names;
                for (const auto& list : known) {
                    for (const Member& each : list) {
                        names.push_back(each.name);
                    }
                }
                fail(sim::ErrorCode::unknown_key, at, true,
                     fmt::format("unknown key {}", sim::in_quotes(key)), "",
                     sim::did_you_mean(key, names));
            } else {
                one(at, member, found->kind);
            }
        }
        bool complete = true;
        for (const auto& list : known) {
            for (const Member& each : list) {
                if (each.required && !value.contains(each.name)) {
                    fail(sim::ErrorCode::missing_key, pointer, false,
                         fmt::format("{} is missing", sim::in_quotes(each.name)), "");
                    complete = false;
                }
            }
        }
        return complete;
    }

    static const Member* find(const std::vector<std::span<const Member>>& known,
                              std::string_view key) {
        for (const auto& list : known) {
            const auto found = std::find_if(list.begin(), list.end(),
                                            [&](const Member& each) { return each.name == key; });
            if (found != list.end()) {
                return &*found;
            }
        }
        return nullptr;
    }

    void frames(const std::string& pointer, const json& value) {
        if (!expect(value.is_array(), pointer, value, "an array of frames")) {
            return;
        }
        for (std::size_t i = 0; i < value.size(); ++i) {
            frame(sim::child_pointer(pointer, i), value[i]);
        }
    }

    void frame(const std::string& pointer, const json& value) {
        if (!value.is_object() || !value.contains("type")) {
            members(pointer, value, {kCommon}, "a frame: an object with a type");
            return;
        }
        const json& type = value.at("type");
        if (!one(pointer + "/type", type, Kind::type)) {
            return;
        }
        type_ = type.is_string() ? frame_type_of(type.get_ref<const std::string&>()).value_or(0)
                                 : type.get<std::uint8_t>();
        members(pointer, value, {kCommon, members_of(type_)}, "");
    }

    bool one(const std::string& pointer, const json& value, Kind kind) {
        switch (kind) {
            case Kind::ignored: return true;
            case Kind::type: return type(pointer, value);
            case Kind::flags: return flags(pointer, value);
            case Kind::boolean: return expect(value.is_boolean(), pointer, value, "true or false");
            case Kind::u8: return number(pointer, value, 0xff);
            case Kind::u24: return number(pointer, value, 0xff'ffff);
            case Kind::u31: return number(pointer, value, h2::StreamId::kMax);
            case Kind::u32: return number(pointer, value, 0xffff'ffffU);
            case Kind::octets: return octets(pointer, value, kLongest);
            case Kind::short_octets: return octets(pointer, value, 0xffff);
            case Kind::hex: return hex(pointer, value);
            case Kind::opaque:
                return expect(value.is_string() && is_hex(value.get_ref<const std::string&>()) &&
                                  octets_of_hex(value.get_ref<const std::string&>()).size() == 8,
                              pointer, value, "16 hex digits");
            case Kind::error_code:
                return named(pointer, value, 0xffff'ffffU, error_code_names(), "error code");
            case Kind::setting_id: return named(pointer, value, 0xffff, setting_names(), "setting");
            case Kind::priority: return members(pointer, value, {kSignal}, "a priority signal");
            case Kind::settings: return list(pointer, value, kSetting, 0, 6);
            case Kind::headers: return list(pointer, value, kField, kFieldOverhead, 0);
            case Kind::origins: return origins(pointer, value);
        }
        return false;
    }

    bool type(const std::string& pointer, const json& value) {
        if (value.is_number()) {
            return number(pointer, value, 0xff);
        }
        if (!expect(value.is_string(), pointer, value, "a frame type: a name or 0 to 255")) {
            return false;
        }
        const std::string& name = value.get_ref<const std::string&>();
        if (!frame_type_of(name)) {
            fail(sim::ErrorCode::unknown_name, pointer, false,
                 fmt::format("unknown frame type {}", sim::in_quotes(name)),
                 "a name as in RFC 9113, or a number as in \"0xfa\"",
                 sim::did_you_mean(name, frame_type_names()));
            return false;
        }
        return true;
    }

    bool flags(const std::string& pointer, const json& value) {
        if (value.is_number()) {
            return number(pointer, value, 0xff);
        }
        if (!expect(value.is_array(), pointer, value, "an array of names, or 0 to 255")) {
            return false;
        }
        const std::size_t before = errors_.size();
        for (std::size_t i = 0; i < value.size(); ++i) {
            const std::string at = sim::child_pointer(pointer, i);
            if (!expect(value[i].is_string(), at, value[i], "the name of a flag, or \"0x40\"")) {
                continue;
            }
            const std::string& name = value[i].get_ref<const std::string&>();
            if (!flag_of(type_, name)) {
                fail(sim::ErrorCode::unknown_name, at, false,
                     fmt::format("{} has no flag {}", json_name_of_type(type_),
                                 sim::in_quotes(name)),
                     "a flag of the frame's type, or a number as in \"0x40\"",
                     sim::did_you_mean(name, flag_names(type_)));
            }
        }
        return errors_.size() == before;
    }

    bool named(const std::string& pointer, const json& value, std::uint64_t most,
               const Names& names, const std::string& what) {
        if (value.is_number()) {
            return number(pointer, value, most);
        }
        if (!expect(value.is_string(), pointer, value,
                    fmt::format("the name or the number of the {}", what))) {
            return false;
        }
        const std::string& name = value.get_ref<const std::string&>();
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            fail(sim::ErrorCode::unknown_name, pointer, false,
                 fmt::format("unknown {} {}", what, sim::in_quotes(name)), "",
                 sim::did_you_mean(name, names));
            return false;
        }
        return true;
    }

    bool hex(const std::string& pointer, const json& value) {
        return expect(value.is_string() && is_hex(value.get_ref<const std::string&>()), pointer,
                      value, "hex digits, two for an octet") &&
               size(pointer, value.get_ref<const std::string&>().size() / 2, 0xff'ffff);
    }

    bool size(const std::string& pointer, std::size_t octets, std::size_t most) {
        if (octets > most) {
            fail(sim::ErrorCode::out_of_range, pointer, false,
                 fmt::format("{} octets are too many", octets), fmt::format("at most {}", most));
        }
        return octets <= most;
    }

    bool octets(const std::string& pointer, const json& value, std::size_t most) {
        const bool as_hex = value.is_object() && value.size() == 1 && value.contains("hex") &&
                            value.at("hex").is_string() &&
                            is_hex(value.at("hex").get_ref<const std::string&>());
        return expect(value.is_string() || as_hex, pointer, value,
                      "a string, or {\"hex\": \"...\"} with two digits for an octet") &&
               size(pointer, octets_of_json(value).size(), most);
    }

    bool list(const std::string& pointer, const json& value, std::span<const Member> known,
              std::size_t overhead, std::size_t fixed) {
        if (!expect(value.is_array(), pointer, value, "an array of objects")) {
            return false;
        }
        const std::size_t before = errors_.size();
        std::size_t total = 0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            members(sim::child_pointer(pointer, i), value[i], {known}, "an object");
            total += fixed;
            if (overhead > 0 && errors_.size() == before) {
                total += overhead + octets_of_json(value[i].at("name")).size() +
                         octets_of_json(value[i].at("value")).size();
            }
        }
        return errors_.size() == before && size(pointer, total, kLongest);
    }

    bool origins(const std::string& pointer, const json& value) {
        if (!expect(value.is_array(), pointer, value, "an array of origins")) {
            return false;
        }
        std::size_t total = 0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (!octets(sim::child_pointer(pointer, i), value[i], 0xffff)) {
                return false;
            }
            total += 2 + octets_of_json(value[i]).size();
        }
        return size(pointer, total, kLongest);
    }

    const sim::LocatedJson& document_;
    std::uint8_t type_ = 0;  // of the frame at hand
    sim::InputErrors errors_;
};

}  // namespace

sim::InputErrors check_wire(const sim::LocatedJson& document) {
    return Checker{document}.check();
}

}  // namespace tools
