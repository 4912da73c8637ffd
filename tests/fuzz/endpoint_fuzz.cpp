// One endpoint, octets of a peer that keeps no rule, and commands in between. The role is a macro,
// FUZZ_ROLE: h2::Role::client or h2::Role::server. Claims: segmentation changes nothing, work and
// memory are bounded by the input, and what the endpoint writes is well-formed and within the
// connection's window, whatever it has read.

#include <algorithm>
#include <vector>

#include "tests/fuzz/endpoint_side.hpp"
#include "tests/fuzz/written_octets.hpp"

namespace {

constexpr h2::Role kRole = FUZZ_ROLE;

using fuzz::Choices;
using fuzz::Side;
using fuzz::Span;

// A frame of any type with a payload of the input, or octets as they are.
std::vector<std::byte> octets_of(Choices& choices, std::uint32_t op) {
    if (op < 3) {
        const Span raw = choices.octets(choices.octet());
        return {raw.begin(), raw.end()};
    }
    const std::uint32_t type = choices.below(17);
    const std::uint32_t flags = choices.octet();
    const std::uint32_t stream = choices.below(16);
    const Span payload = choices.octets(choices.below(64));
    std::vector<std::byte> octets(h2::kFrameHeaderSize);
    h2::store_frame_header(
        {static_cast<std::uint32_t>(payload.size()), static_cast<std::uint8_t>(type),
         static_cast<std::uint8_t>(flags), h2::StreamId::from_wire(stream)},
        std::span{octets}.first<h2::kFrameHeaderSize>());
    octets.insert(octets.end(), payload.begin(), payload.end());
    return octets;
}

// Two endpoints that get the same, one in whole pieces, one octet by octet.
class Twins {
  public:
    explicit Twins(const h2::Policy& policy) : whole_{kRole, policy}, cut_{kRole, policy} {
        submit(h2::SubmitSettings{&fuzz::kSettings[0]});
    }

    void hear(Span octets) {
        whole_.hear(octets, [this](const h2::Reception& reception) { written_.peer(reception); });
        for (std::size_t i = 0; i < octets.size(); ++i) {
            cut_.hear(octets.subspan(i, 1));
        }
    }
    void submit(const h2::Command& command) {
        FUZZ_REQUIRE(whole_.submit(command) == cut_.submit(command));
    }
    void drive(Choices& choices, std::uint32_t op) {
        if (op == 12) {
            for (std::uint32_t count = 1 + choices.below(8); count > 0; --count) {
                FUZZ_REQUIRE(whole_.write_one() == cut_.write_one());
            }
        } else if (op == 13) {
            FUZZ_REQUIRE(whole_.consume_one() == cut_.consume_one());
        } else if (op == 14) {
            FUZZ_REQUIRE(whole_.finish_one_request() == cut_.finish_one_request());
        } else {
            const std::uint32_t seconds = choices.octet();
            whole_.endpoint.seconds_passed(seconds);
            cut_.endpoint.seconds_passed(seconds);
        }
    }
    void compare() {
        FUZZ_REQUIRE(whole_.endpoint.connection() == cut_.endpoint.connection());
        FUZZ_REQUIRE(whole_.endpoint.in_field_block() == cut_.endpoint.in_field_block());
        FUZZ_REQUIRE(whole_.endpoint.octets_received() == cut_.endpoint.octets_received());
        FUZZ_REQUIRE(whole_.queue.size() == cut_.queue.size());
        FUZZ_REQUIRE(whole_.out == cut_.out);
        written_.ours(whole_.out, kRole);
        whole_.out.clear();
        cut_.out.clear();
    }
    void finish() {
        while (whole_.write_one()) {
            FUZZ_REQUIRE(cut_.write_one());
            compare();
        }
    }
    [[nodiscard]] const h2::Connection& connection() const { return whole_.endpoint.connection(); }

  private:
    Side whole_;
    Side cut_;
    fuzz::WrittenOctets written_;
};

std::vector<std::byte> valid_beginning() {
    std::vector<std::byte> octets;
    if (kRole == h2::Role::server) {
        for (const char c : h2::kClientPreface) {
            octets.push_back(static_cast<std::byte>(c));
        }
    }
    const std::vector<std::byte> settings(h2::kFrameHeaderSize);
    octets.insert(octets.end(), settings.begin(), settings.end());
    octets[octets.size() - 6] = std::byte{4};  // the type: an empty SETTINGS
    return octets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices{data, size};
    h2::Policy policy;
    const std::uint32_t setup = choices.octet();
    policy.reset_memory = (setup & 1U) != 0 ? 100 : 1;
    policy.handler_limit = (setup & 2U) != 0 ? h2::kUnlimited : 2;
    policy.budgets.control_frames_queued = (setup & 4U) != 0 ? 1'000 : 10;
    policy.budgets.field_block_octets = (setup & 8U) != 0 ? 131'072 : 200;
    Twins twins{policy};
    if ((setup & 128U) != 0) {
        twins.hear(valid_beginning());
    }
    while (!choices.empty()) {
        const std::uint32_t op = choices.below(16);
        if (op < 9) {
            twins.hear(octets_of(choices, op));
        } else if (op < 12) {
            twins.submit(fuzz::command_of(choices, twins.connection()));
        } else {
            twins.drive(choices, op);
        }
        twins.compare();
    }
    twins.finish();
    return 0;
}
