#include "h2core/wire/preface.hpp"

#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;
using PrefaceOutcome = PrefaceReader::Outcome;

namespace {

const wire::Bytes kOctets = wire::text(kClientPreface);

}  // namespace

TEST_CASE("9113/3.4 the preface is the 24 octets of the RFC", "[rfc9113][3.4]") {
    CHECK(kOctets == wire::hex("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"));
    PrefaceReader reader;
    const wire::Bytes more = kOctets + wire::text("xyz");
    std::span<const std::byte> input = more;
    CHECK(reader.next(input) == PrefaceOutcome::complete);
    CHECK(reader.taken() == 24);
    CHECK(input.size() == 3);
    CHECK(reader.next(input) == PrefaceOutcome::complete);
    CHECK(input.size() == 3);
}

TEST_CASE("9113/3.4 the preface may be cut anywhere, twice", "[rfc9113][3.4]") {
    for (std::size_t first = 0; first <= kOctets.size(); ++first) {
        for (std::size_t second = first; second <= kOctets.size(); ++second) {
            CAPTURE(first, second);
            PrefaceReader reader;
            const std::span<const std::byte> all = kOctets;
            auto a = all.first(first);
            auto b = all.subspan(first, second - first);
            auto c = all.subspan(second);
            CHECK(reader.next(a) ==
                  (first < 24 ? PrefaceOutcome::need_more : PrefaceOutcome::complete));
            CHECK(reader.next(b) ==
                  (second < 24 ? PrefaceOutcome::need_more : PrefaceOutcome::complete));
            CHECK(reader.taken() == second);
            CHECK(reader.next(c) == PrefaceOutcome::complete);
            CHECK((a.empty() && b.empty() && c.empty()));
        }
    }
}

TEST_CASE("9113/3.4 any other octet at any place is a mismatch, for good",
          "[rfc9113][3.4][9113/3.4/magic]") {
    for (std::size_t place = 0; place < kOctets.size(); ++place) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            CAPTURE(place, bit);
            wire::Bytes octets = kOctets;
            octets[place] ^= static_cast<std::byte>(1U << bit);
            PrefaceReader reader;
            std::span<const std::byte> input = octets;
            CHECK(reader.next(input) == PrefaceOutcome::mismatch);
            CHECK(reader.taken() == place);
            CHECK(input.size() == octets.size() - place);
            std::span<const std::byte> rest = std::span{kOctets}.subspan(place);
            CHECK(reader.next(rest) == PrefaceOutcome::mismatch);
            CHECK(rest.size() == kOctets.size() - place);
        }
    }
}
