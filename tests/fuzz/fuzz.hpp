#pragma once
// What all fuzz targets share. A target is one source that defines LLVMFuzzerTestOneInput, the
// entry that libFuzzer calls with every input; without libFuzzer replay_main.cpp calls it with the
// files of tests/fuzz/seeds. A target claims properties with FUZZ_REQUIRE: that nothing crashes is
// the least of them.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

[[noreturn]] inline void fail(const char* claim, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
    std::abort();
}

// The input as a sequence of choices; at its end every choice is 0.
class Choices {
  public:
    Choices(const std::uint8_t* data, std::size_t size)
        : rest_{reinterpret_cast<const std::byte*>(data), size} {}

    [[nodiscard]] bool empty() const { return rest_.empty(); }
    std::uint32_t octet() {
        if (rest_.empty()) {
            return 0;
        }
        const auto value = std::to_integer<std::uint32_t>(rest_.front());
        rest_ = rest_.subspan(1);
        return value;
    }
    std::uint32_t below(std::uint32_t bound) { return octet() % bound; }  // bound ≤ 256
    bool flag() { return (octet() & 1U) != 0; }
    std::uint32_t u16() {
        const std::uint32_t high = octet();
        return high << 8U | octet();
    }
    std::uint32_t u32() {
        const std::uint32_t high = u16();
        return high << 16U | u16();
    }
    // So many octets of the input, or as many as there are.
    std::span<const std::byte> octets(std::size_t count) {
        const std::span<const std::byte> taken =
            rest_.first(count < rest_.size() ? count : rest_.size());
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    std::span<const std::byte> all() { return octets(rest_.size()); }

  private:
    std::span<const std::byte> rest_;
};

}  // namespace fuzz

// Always on; in libFuzzer a claim that does not hold is a crash with its input.
#define FUZZ_REQUIRE(claim)                           \
    do {                                              \
        if (!(claim)) {                               \
            ::fuzz::fail(#claim, __FILE__, __LINE__); \
        }                                             \
    } while (false)
