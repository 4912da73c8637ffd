// JSON as it is written.

#include "tools/system/json_text.hpp"

#include <nlohmann/json.hpp>

namespace tools {

std::string json_text(const nlohmann::json& json) {
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace tools
