// The stories of hpack-test-case (github.com/http2jp/hpack-test-case): header lists of real sites,
// and what other encoders made of them. The argument is a folder; every story*.json below it is
// read. Blocks ("wire") are decoded and held against the headers; all headers are encoded with
// every choice and decoded again. Ends with 77, "skipped", without an argument.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"

namespace {

using namespace h2;
using namespace h2::hpack;
using nlohmann::json;

constexpr int kSkipped = 77;

struct Case {
    std::string fields;  // lines
    std::string wire;    // may be missing
    bool has_wire = false;
    bool has_size = false;
    std::uint32_t size = 0;  // SETTINGS_HEADER_TABLE_SIZE from here on
};

std::vector<Case> read_story(const std::filesystem::path& path) {
    std::ifstream file{path};
    const json story = json::parse(file);
    std::vector<Case> cases;
    for (const json& each : story.at("cases")) {
        Case one;
        for (const json& header : each.at("headers")) {
            for (const auto& [name, value] : header.items()) {
                one.fields += name + ": " + value.get<std::string>() + "\n";
            }
        }
        one.has_wire = each.contains("wire");
        one.wire = each.value("wire", "");
        one.has_size = each.contains("header_table_size");
        one.size = each.value("header_table_size", 0U);
        cases.push_back(one);
    }
    return cases;
}

// Blocks that do not decode to the headers.
std::size_t wrong_wires(const std::vector<Case>& cases) {
    Decoder decoder;
    std::size_t right = 0;
    for (const Case& one : cases) {
        if (one.has_size) {
            decoder.set_limit(one.size);
        }
        right += !one.has_wire || test::decoded(decoder, test::octets(one.wire)) == one.fields;
    }
    return cases.size() - right;
}

// Header lists that do not come back, or leave the two tables different.
std::size_t wrong_round_trips(const std::vector<Case>& cases, const EncoderOptions& options) {
    Encoder encoder{options};
    Decoder decoder;
    std::size_t right = 0;
    for (const Case& one : cases) {
        if (one.has_size) {
            encoder.set_limit(one.size);
            decoder.set_limit(one.size);
        }
        const std::string fields = test::decoded(decoder, test::encode(encoder, one.fields));
        right += fields == one.fields &&
                 test::to_text(encoder.table()) == test::to_text(decoder.table());
    }
    return cases.size() - right;
}

std::size_t failures_of(const std::vector<Case>& cases) {
    std::size_t failures = wrong_wires(cases);
    for (const HuffmanChoice huffman :
         {HuffmanChoice::shorter, HuffmanChoice::always, HuffmanChoice::never}) {
        for (const IndexingChoice indexing :
             {IndexingChoice::incremental, IndexingChoice::all, IndexingChoice::nothing}) {
            for (const std::uint32_t size : {0U, 256U, 4'096U}) {
                failures += wrong_round_trips(cases, {huffman, indexing, size});
            }
        }
    }
    return failures;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::puts("skipped: no folder of stories (meson option hpack_stories)");
        return kSkipped;
    }
    std::vector<std::filesystem::path> stories;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1])) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("story") && entry.path().extension() == ".json") {
            stories.push_back(entry.path());
        }
    }
    std::sort(stories.begin(), stories.end());
    std::size_t failures = 0;
    std::size_t wires = 0;
    std::size_t lists = 0;
    for (const std::filesystem::path& story : stories) {
        const std::vector<Case> cases = read_story(story);
        const std::size_t wrong = failures_of(cases);
        if (wrong != 0) {
            std::printf("%s: %zu failures\n", story.c_str(), wrong);
        }
        failures += wrong;
        lists += cases.size();
        wires += static_cast<std::size_t>(
            std::count_if(cases.begin(), cases.end(), [](const Case& c) { return c.has_wire; }));
    }
    std::printf("%zu stories, %zu header lists, %zu blocks, %zu failures\n", stories.size(), lists,
                wires, failures);
    return failures == 0 && lists > 0 ? 0 : 1;
}
