#pragma once
// Scenarios that nobody would write: any value of any key, the smallest and the largest first, made
// from the table of keys and a sequence of choices. What the reader refuses is taken out until it
// accepts the rest, so that nearly every input is a world.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/scenario_json.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace fuzz {

class RandomScenario {
  public:
    explicit RandomScenario(Choices& choices) : choices_{choices} {}

    // Empty where too much contradicts too much.
    std::optional<sim::ParsedScenario> make() {
        document_ = nlohmann::json::parse(R"({"id": "t", "title": "t", "limit": 1, "requests": 2,
            "server": {}, "client": {}, "properties": [
            {"name": "no-false-refusal", "expect": "holds"},
            {"name": "no-request-lost-in-shutdown", "expect": "holds"},
            {"name": "no-deadlock", "expect": "holds"}]})");
        sim::each_key(sim::scenario_root(), [this](const std::string& at, const sim::KeySpec& key) {
            if (is_of_world(at, key) && choices_.below(4) == 0) {
                put(at, value_of(key));
            }
        });
        for (int round = 0; round < 40; ++round) {
            auto parsed = sim::parse_scenario(document_.dump(), "t.json", {});
            if (parsed) {
                return *parsed;
            }
            for (const sim::InputError& error : parsed.error()) {
                remove(error.pointer);
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string text() const { return document_.dump(1); }

  private:
    static bool is_of_world(const std::string& at, const sim::KeySpec& key) {
        return (key.read != nullptr || key.kind == sim::ValueKind::choice_or_object) &&
               at.rfind("/properties", 0) != 0 && at.rfind("/pinned", 0) != 0 &&
               at.rfind("/bounds", 0) != 0 && at != "/id" && at != "/title" &&
               at != "/server/profile" && at != "/server/net";
    }

    nlohmann::json value_of(const sim::KeySpec& key) {
        using enum sim::ValueKind;
        switch (key.kind) {
            case flag: return choices_.flag();
            case count:
                if (choices_.below(8) == 0) {
                    return "unlimited";
                }
                return number(key);
            case integer: return number(key);
            case choice:
            case choice_or_object:
                return key.choices[choices_.below(std::uint32_t(key.choices.size()))].name;
            case texts: return script();
            case text:
            case name_or_object:
            case object:
            case objects: break;
        }
        return "t";
    }

    std::uint64_t number(const sim::KeySpec& key) {
        const std::uint64_t span = key.maximum - key.minimum;
        switch (choices_.below(8)) {
            case 0: return key.minimum;
            case 1: return key.maximum;
            case 2: return key.maximum - (span > 0 ? 1 : 0);
            case 3: return key.minimum + choices_.u32() % (span + 1);
            default: return key.minimum + std::min<std::uint64_t>(choices_.below(5), span);
        }
    }

    std::string size() {
        static constexpr const char* kSizes[] = {"0",     "1",     "16384",    "16385",
                                                 "65535", "65536", "16777215", "100"};
        return kSizes[choices_.below(8)];
    }

    std::string stream() {
        static constexpr const char* kStreams[] = {"1", "1", "1", "3",          "3",
                                                   "5", "2", "0", "2147483647", "2147483645"};
        return kStreams[choices_.below(10)];
    }

    std::string setting() {
        static constexpr const char* kNames[] = {"HEADER_TABLE_SIZE",      "ENABLE_PUSH",
                                                 "MAX_CONCURRENT_STREAMS", "INITIAL_WINDOW_SIZE",
                                                 "MAX_FRAME_SIZE",         "MAX_HEADER_LIST_SIZE"};
        static constexpr const char* kValues[] = {"0",     "1",        "16384",      "65535",
                                                  "65536", "16777216", "2147483647", "4294967295"};
        const std::string name = kNames[choices_.below(6)];
        return name + "=" + kValues[choices_.below(8)];
    }

    std::string frame() {
        const std::string end = choices_.flag() ? " END_STREAM" : "";
        switch (choices_.below(10)) {
            case 0: return "DATA " + stream() + " len=" + size() + end;
            case 1: return "RST_STREAM " + stream() + " CANCEL";
            case 2: return "SETTINGS " + setting();
            case 3: return "SETTINGS ACK";
            case 4: return choices_.flag() ? "PING" : "PING ACK";
            case 5: return "GOAWAY last=" + stream() + " NO_ERROR";
            case 6:
                return "WINDOW_UPDATE " + stream() + " +" + (choices_.flag() ? "2147483647" : "1");
            case 7: return "PRIORITY " + stream();
            default: return "HEADERS " + stream() + end;
        }
    }

    nlohmann::json script() {
        nlohmann::json lines = nlohmann::json::array();
        const std::uint32_t count = choices_.below(16) == 0 ? 70 : choices_.below(7) + 1;
        for (std::uint32_t i = 0; i < count; ++i) {
            lines.push_back((choices_.below(4) == 0 ? "await " : "") + frame());
        }
        return lines;
    }

    // Where something else stands around it, it is left out.
    void put(const std::string& at, const nlohmann::json& value) {
        const std::string around{sim::parent_pointer(at)};
        const nlohmann::json::json_pointer parent{around};
        if (!document_.contains(parent)) {
            document_[parent] = nlohmann::json::object();
        }
        if (document_[parent].is_object()) {
            document_[parent][sim::last_token(at)] = value;
        }
    }

    // The value, or the nearest thing around it that may be left out.
    void remove(const std::string& at) {
        nlohmann::json& around =
            document_[nlohmann::json::json_pointer{std::string{sim::parent_pointer(at)}}];
        if (around.is_object()) {
            around.erase(sim::last_token(at));
        } else {
            remove(std::string{sim::parent_pointer(at)});
        }
    }

    Choices& choices_;
    nlohmann::json document_;
};

}  // namespace fuzz
