#pragma once
// decode and encode on standard input and output, for tests that need no more.

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tools/command.hpp"

namespace wire_command {

using command::h2sim;
using command::Result;
using nlohmann::json;

inline command::Setting input(std::string text) {
    command::Setting setting;
    setting.input = std::move(text);
    return setting;
}

inline std::string encode(const std::string& frames) {
    const Result result = h2sim({"encode"}, input(frames));
    CAPTURE(frames, result.err);
    REQUIRE(result.code == 0);
    return result.out;
}

inline json decode(const std::string& octets, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"decode", "--json"});
    const Result result = h2sim(more, input(octets));
    CAPTURE(result.err, result.out);
    REQUIRE(result.code < 2);
    return json::parse(result.out);
}

inline std::string hex(const std::string& frames) {
    const Result result = h2sim({"encode", "--hex"}, input(frames));
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
    return result.out;
}

inline std::string one(const std::string& frame) {
    return "{\"frames\": [" + frame + "]}";
}

// The only frame of hex digits.
inline json frame_of(const std::string& digits, std::vector<std::string> more = {}) {
    more.emplace_back("--hex");
    const json document = decode(digits, more);
    REQUIRE(document.at("frames").size() == 1);
    return document.at("frames").at(0);
}

}  // namespace wire_command
