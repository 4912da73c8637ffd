// A peer's octets arrive in any segments; what they mean does not depend on that.

#include "tests/h2core/wire/wire_fixture.hpp"

using namespace h2;

namespace {

std::vector<wire::WireFrame> read_in_pieces(const wire::Bytes& octets,
                                            std::initializer_list<std::size_t> cuts) {
    FrameDecoder decoder;
    std::vector<wire::WireFrame> frames;
    std::size_t from = 0;
    for (const std::size_t cut : cuts) {
        wire::read_all(decoder, std::span{octets}.subspan(from, cut - from), frames);
        from = cut;
    }
    wire::read_all(decoder, std::span{octets}.subspan(from), frames);
    CHECK(decoder.pending() == 0);
    return frames;
}

}  // namespace

TEST_CASE("9113/4.1 the sample session is what the tests below take it for", "[rfc9113][4.1]") {
    const auto frames = wire::read_all(wire::sample_session());
    std::string types;
    for (const wire::WireFrame& frame : frames) {
        types += std::to_string(frame.header.type) + " ";
    }
    // SETTINGS, ACK, HEADERS of 8 octets in frames of 6, …
    CHECK(types == "4 4 1 9 1 0 0 6 8 238 3 7 ");
}

TEST_CASE("9113/4.1 one cut anywhere gives the same frames", "[rfc9113][4.1]") {
    const wire::Bytes octets = wire::sample_session();
    const auto expected = wire::read_all(octets);
    for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
        CAPTURE(cut);
        CHECK(read_in_pieces(octets, {cut}) == expected);
    }
}

TEST_CASE("9113/4.1 two cuts anywhere give the same frames", "[rfc9113][4.1]") {
    wire::Bytes octets = wire::sample_session();
    octets.resize(9 + 12 + 9 + 9 + 6 + 9 + 2);  // the first four frames: 56 octets
    const auto expected = wire::read_all(octets);
    REQUIRE(expected.size() == 4);
    for (std::size_t first = 0; first <= octets.size(); ++first) {
        for (std::size_t second = first; second <= octets.size(); ++second) {
            CAPTURE(first, second);
            CHECK(read_in_pieces(octets, {first, second}) == expected);
        }
    }
}

TEST_CASE("9113/4.1 octet by octet gives the same frames", "[rfc9113][4.1]") {
    const wire::Bytes octets = wire::sample_session();
    FrameDecoder decoder;
    std::vector<wire::WireFrame> frames;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        wire::read_all(decoder, std::span{octets}.subspan(i, 1), frames);
    }
    CHECK(decoder.pending() == 0);
    CHECK(frames == wire::read_all(octets));
}

TEST_CASE("9113/4.1 a session cut short is waited for, never an error", "[rfc9113][4.1]") {
    const wire::Bytes octets = wire::sample_session();
    const auto all = wire::read_all(octets);
    for (std::size_t size = 0; size < octets.size(); ++size) {
        CAPTURE(size);
        FrameDecoder decoder;
        std::vector<wire::WireFrame> frames;
        wire::read_all(decoder, std::span{octets}.first(size), frames);
        std::size_t taken = decoder.pending();
        for (const wire::WireFrame& frame : frames) {
            taken += kFrameHeaderSize + frame.payload.size();
        }
        CHECK(taken == size);
        REQUIRE(frames.size() < all.size());
        CHECK(std::equal(frames.begin(), frames.end(), all.begin()));
    }
}
