// A recording of a connection: octets of both ends, gaps, and what each had received. Whatever it
// is, there is a verdict, reports can be made of it, and where whole directions are cut
// into packets makes no difference. Where octets are missing, nobody is said to be in the right.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/fuzz/fuzz.hpp"
#include "tools/diagnose/diagnose_report.hpp"
#include "tools/diagnose/diagnosis.hpp"

namespace {

using tools::End;

struct Part {
    End sender = End::first;
    std::span<const std::byte> octets;
    std::uint64_t missing = 0;
    std::uint64_t received = 0;
};

struct Input {
    tools::Connected connected;
    std::vector<Part> parts;
    bool missing = false;
};

Input read(fuzz::Choices choices) {
    Input input;
    const std::uint32_t form = choices.octet();
    input.connected.first = "10.0.0.1:50000";
    input.connected.second = "10.0.0.2:443";
    input.connected.record = 1;
    input.connected.from_the_start = (form & 1U) == 0;
    input.connected.vantage = (form & 2U) == 0 ? tools::Vantage::wire : tools::Vantage::none;
    std::array<std::uint64_t, 2> sent{};
    while (!choices.empty()) {
        const std::uint32_t kind = choices.octet();
        Part part;
        part.sender = (kind & 1U) == 0 ? End::first : End::second;
        const std::size_t own = kind & 1U;
        // All that the other one has sent, or less.
        part.received = (kind & 2U) == 0 ? sent[1 - own] : sent[1 - own] / 2;
        if ((kind & 0xf0U) == 0xf0U) {
            part.missing = 1 + choices.octet();
            input.missing = true;
            sent[own] += part.missing;
        } else {
            part.octets = choices.octets(1 + choices.octet());
            sent[own] += part.octets.size();
        }
        input.parts.push_back(part);
    }
    return input;
}

// In pieces of at most so many octets.
std::vector<tools::Diagnosed> diagnose(const Input& input, std::size_t most) {
    tools::Diagnosis diagnosis;
    diagnosis.begins(0, input.connected);
    std::uint64_t record = 0;
    for (const Part& part : input.parts) {
        const tools::Moment moment{++record, -1, part.received};
        if (part.missing > 0) {
            diagnosis.misses(0, part.sender, part.missing, moment);
        }
        for (std::size_t at = 0; at < part.octets.size(); at += most) {
            const std::size_t size = std::min(most, part.octets.size() - at);
            diagnosis.sends(0, part.sender, part.octets.subspan(at, size), moment);
        }
    }
    std::vector<tools::Diagnosed> found;
    for (tools::ConnectionFacts& facts : diagnosis.take()) {
        tools::Verdict verdict = tools::judge(facts);
        found.push_back({"FILE", std::move(facts), std::move(verdict)});
    }
    return found;
}

// In the middle of a connection frames are looked for in what there is at the time.
bool is_whole(const tools::ConnectionFacts& facts) {
    return facts.record_of(h2::Role::client) == h2::Record::whole &&
           facts.record_of(h2::Role::server) == h2::Record::whole;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Input input = read({data, size});
    const std::vector<tools::Diagnosed> whole = diagnose(input, SIZE_MAX);
    FUZZ_REQUIRE(whole.size() <= 1);
    for (const tools::Diagnosed& one : whole) {
        FUZZ_REQUIRE(!one.verdict.sentence.empty());
        FUZZ_REQUIRE(!input.missing || one.verdict.blame != tools::Blame::nobody);
        FUZZ_REQUIRE(!one.verdict.client_proven || !input.missing);
    }
    FUZZ_REQUIRE(tools::diagnose_text(whole, true, {}).empty() == whole.empty());
    FUZZ_REQUIRE(tools::diagnose_markdown(whole).empty() == whole.empty());
    FUZZ_REQUIRE(tools::diagnose_svg(whole).ends_with("</svg>\n"));
    if (!whole.empty() && is_whole(whole.front().facts)) {
        FUZZ_REQUIRE(tools::diagnose_json(diagnose(input, 1)).dump() ==
                     tools::diagnose_json(whole).dump());
    }
    return 0;
}
