#pragma once
// What is claimed of every error about a text.

#include <string>

#include "sim/text/input_error.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace fuzz {

inline void check_errors(const sim::InputErrors& errors, std::size_t input_size) {
    FUZZ_REQUIRE(!errors.empty());
    FUZZ_REQUIRE(errors.size() <= input_size + 20);  // keys that are missing need no input
    for (const sim::InputError& error : errors) {
        FUZZ_REQUIRE(error.code != sim::ErrorCode::none);
        FUZZ_REQUIRE(!error.message.empty() && !error.file.empty() && error.line > 0);
        const std::string text = sim::to_text(error);
        FUZZ_REQUIRE(text.find('\x1b') == std::string::npos);
        FUZZ_REQUIRE(text.find('\0') == std::string::npos);
        FUZZ_REQUIRE(text.size() <= 8'192 + 16 * input_size);
    }
}

}  // namespace fuzz
