#pragma once
// A net is put together from the parts of its file, of which the form is known to be right. What
// the parts say is read here; words that mean nothing are told with their place.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/net/net.hpp"
#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"

namespace sim {

// A text or an array of such, as an array; each with its pointer.
using PlacedTexts = std::vector<std::pair<std::string, std::string>>;
PlacedTexts listed_texts(const nlohmann::json& object, const char* key, const std::string& pointer);

// net_building_rules.cpp: rules and what they name; net_reader.cpp: everything else.
class NetReader {
  public:
    NetReader(JsonCheck& check, const JsonPart& part) : check_{check}, part_{part} {}

    Net read();

  private:
    const nlohmann::json& value() const { return part_.value; }
    std::string at(std::string_view key) const { return child_pointer(part_.pointer, key); }

    std::optional<PlaceIndex> place(const std::string& name, const std::string& pointer,
                                    bool built_in);
    std::uint8_t thread(const std::string& name);
    std::optional<std::uint8_t> rule(const std::string& name, const std::string& pointer);
    void read_rule(const nlohmann::json& object, const std::string& pointer);
    void read_take(NetRule& rule, const std::string& text, const std::string& pointer);
    std::optional<NetCondition> condition(const std::string& text, const std::string& pointer);
    NetGuard guard(const nlohmann::json& object, const char* key, const std::string& pointer);
    void read_emit();
    void read_functions();
    void describe_places();
    void describe_threads();
    void link_rules();
    void unread_places();

    JsonCheck& check_;
    const JsonPart& part_;
    Net net_;
};

}  // namespace sim
