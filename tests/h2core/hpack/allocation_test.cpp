// A connection that has seen its usual fields encodes and decodes without touching the heap.

#include <catch2/catch.hpp>

#include "tests/h2core/hpack/hpack_support.hpp"
#include "tests/support/heap_count.hpp"

using namespace h2;
using namespace h2::hpack;
using namespace test;
using support::allocated;
using support::allocations;

TEST_CASE("7541 a steady connection does not touch the heap", "[hpack]") {
    Encoder encoder;
    Decoder decoder;
    FieldSection section;
    Octets block;
    std::string request_id = "00000000-0000-0000-0000-000000000000";  // a new entry each time
    const std::vector<Field> fields = {
        {":method", "GET", false},
        {":path", "/index/of/something/long/enough.html?with=a&query=string", false},
        {":authority", "www.example.com", false},
        {"user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101", false},
        {"cookie", "session=9f86d081884c7d659a2feaa0c55ad015", true},
        {"x-request-id", request_id, false},
    };
    std::size_t decoded_fields = 0;
    std::size_t before = 0;
    for (int round = 0; round < 1'000; ++round) {
        if (round == 500) {  // by now, the table has gone round a few times
            before = allocations;
        }
        const int digits = 100'000 + round;
        for (std::size_t i = 0, rest = static_cast<std::size_t>(digits); i < 6; ++i, rest /= 10) {
            request_id[i] = static_cast<char>('0' + rest % 10);
        }
        block.clear();
        encoder.encode(fields, block);
        if (decoder.decode(block, section) != RuleId::none) {
            break;
        }
        decoded_fields += section.list().fields.size();
    }
    const std::size_t after = allocations;

    CHECK(before > 0);
    CHECK(after == before);
    CHECK(decoded_fields == 6'000);
    CHECK(section.list().fields == fields);
    CHECK(to_text(encoder.table()) == to_text(decoder.table()));
}

TEST_CASE("9113/10.5.1 fields beyond the limits take no memory", "[9113/10.5.1/list-size]") {
    Octets block;
    for (int i = 0; i < 5'000; ++i) {  // of 80,000 octets, plain and in Huffman code
        const Octets literal = octets(i % 2 == 0 ? "00086e6e6e6e6e6e6e6e087676767676767676"
                                                 : "00850000000000850000000000");
        block.insert(block.end(), literal.begin(), literal.end());
    }
    Decoder decoder;
    FieldSection section;
    section.set_limits({10, 65'536});
    const std::size_t before = allocated;
    const RuleId rule = decoder.decode(block, section);
    const std::size_t after = allocated;

    CHECK(rule == RuleId::none);
    CHECK(section.excess() == RuleId::field_count);
    CHECK(section.list().fields.size() == 10);
    CHECK(section.list_octets() == 5'000 * 48);
    CHECK(after - before < 8'000);
    CHECK(after > before);
}
