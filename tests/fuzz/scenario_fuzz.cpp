// Any text as a scenario: a scenario that is the same when its resolved document is read again, or
// errors that say where and what, in text that is harmless for a terminal and not much longer than
// the input.

#include <string>
#include <string_view>

#include "sim/scenario/scenario_json.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/input_errors.hpp"
#include "tests/sim/scenario/scenario_fixture.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const sim::ScenarioResult result = fixture::parse(text);
    if (!result) {
        fuzz::check_errors(result.error(), size);
        return 0;
    }
    FUZZ_REQUIRE(!result->scenario.id.empty());
    FUZZ_REQUIRE(!result->scenario.properties.empty());
    const sim::ScenarioResult again =
        sim::parse_scenario(result->document.dump(), "again.json", {});
    FUZZ_REQUIRE(again.has_value());
    FUZZ_REQUIRE(again->document == result->document);
    return 0;
}
