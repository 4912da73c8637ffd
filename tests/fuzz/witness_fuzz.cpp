// A witness of two peers that keep no rule, of which it sees all, a piece or nothing. Claims:
// segmentation changes no finding, every octet is taken once, memory is bounded by the input, and
// of a direction that is not there nothing is said.

#include <vector>

#include "h2core/witness/witness.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using fuzz::Choices;
using Span = std::span<const std::byte>;

// A frame of any type with a payload of the input, or octets as they are.
std::vector<std::byte> octets_of(Choices& choices, bool raw) {
    if (raw) {
        const Span octets = choices.octets(choices.octet());
        return {octets.begin(), octets.end()};
    }
    h2::FrameHeader header;
    header.type = static_cast<std::uint8_t>(choices.below(17));
    header.flags = static_cast<std::uint8_t>(choices.octet());
    header.stream = h2::StreamId::from_wire(choices.below(16));
    const Span payload = choices.octets(choices.below(64));
    header.length = static_cast<std::uint32_t>(payload.size());
    std::vector<std::byte> octets(h2::kFrameHeaderSize);
    h2::store_frame_header(header, std::span{octets}.first<h2::kFrameHeaderSize>());
    octets.insert(octets.end(), payload.begin(), payload.end());
    return octets;
}

class Listener {
  public:
    explicit Listener(const h2::Beginning& beginning) : witness_{beginning} {}

    void hear(h2::Role sender, Span octets) {
        const std::uint64_t before = witness_.octets_sent(sender);
        const std::size_t size = octets.size();
        for (;;) {
            const h2::Sight sight = witness_.sent(sender, octets);
            FUZZ_REQUIRE(sight.consumed <= octets.size());
            FUZZ_REQUIRE(sight.consumed > 0 || sight.kind == h2::Sight::Kind::need_more ||
                         sight.kind == h2::Sight::Kind::preface);
            findings_.insert(findings_.end(), sight.findings.begin(), sight.findings.end());
            octets = octets.subspan(sight.consumed);
            if (sight.kind == h2::Sight::Kind::need_more) {
                break;
            }
        }
        FUZZ_REQUIRE(octets.empty());
        FUZZ_REQUIRE(witness_.octets_sent(sender) == before + size);
    }
    void proves(h2::Role receiver) {
        witness_.proves(receiver, witness_.octets_sent(h2::peer_of(receiver)));
    }
    void end() {
        const auto owed = witness_.end();
        findings_.insert(findings_.end(), owed.begin(), owed.end());
    }
    [[nodiscard]] const std::vector<h2::Finding>& findings() const { return findings_; }

  private:
    h2::Witness witness_;
    std::vector<h2::Finding> findings_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices{data, size};
    const std::uint32_t setup = choices.octet();
    h2::Beginning beginning;
    beginning.of(h2::Role::client).record = static_cast<h2::Record>(setup % 3);
    beginning.of(h2::Role::server).record = static_cast<h2::Record>(setup / 3 % 3);
    if ((setup & 128U) != 0) {
        beginning.of(h2::Role::server).in_force = h2::Settings{};
    }
    Listener whole{beginning};
    Listener cut{beginning};
    bool heard[2] = {};
    while (!choices.empty()) {
        const std::uint32_t op = choices.octet();
        const h2::Role role = (op & 1U) != 0 ? h2::Role::server : h2::Role::client;
        if ((op & 6U) == 6) {
            whole.proves(role);
            cut.proves(role);
            continue;
        }
        const std::vector<std::byte> octets = octets_of(choices, (op & 6U) == 0);
        heard[static_cast<std::size_t>(role)] = true;
        whole.hear(role, octets);
        for (const std::byte& octet : octets) {
            cut.hear(role, Span{&octet, 1});
        }
        FUZZ_REQUIRE(whole.findings() == cut.findings());
    }
    for (const h2::Finding& finding : whole.findings()) {
        FUZZ_REQUIRE(heard[static_cast<std::size_t>(finding.who)]);
    }
    whole.end();
    cut.end();
    FUZZ_REQUIRE(whole.findings() == cut.findings());
    return 0;
}
