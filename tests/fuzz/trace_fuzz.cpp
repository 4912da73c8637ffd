// Any text as a trace: one that is written and read back as it was, or errors as those of
// scenarios.

#include <string>
#include <string_view>

#include "sim/trace/trace.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/input_errors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto result = sim::parse_trace(text, "t.trace.json");
    if (!result) {
        fuzz::check_errors(result.error(), size);
        return 0;
    }
    const std::string written = sim::to_json_text(*result);
    const auto again = sim::parse_trace(written, "again.trace.json");
    FUZZ_REQUIRE(again.has_value());
    FUZZ_REQUIRE(again->steps == result->steps);
    FUZZ_REQUIRE(again->property == result->property);
    FUZZ_REQUIRE(again->document == result->document);
    FUZZ_REQUIRE(sim::to_json_text(*again) == written);
    return 0;
}
