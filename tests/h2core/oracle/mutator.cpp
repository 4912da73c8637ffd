#include "tests/h2core/oracle/mutator.hpp"

namespace oracle {

namespace {

std::size_t pick(support::SplitMix64& random, std::size_t size) {
    return static_cast<std::size_t>(random.below(size));
}

// Some octets of the script that have a frame header; null if there are none by bad luck.
Octets* some_frame(Script& script, support::SplitMix64& random) {
    for (int attempt = 0; attempt < 8; ++attempt) {
        Octets* octets = std::get_if<Octets>(&script.items[pick(random, script.items.size())]);
        if (octets != nullptr && octets->size() >= h2::kFrameHeaderSize && *octets != magic()) {
            return octets;
        }
    }
    return nullptr;
}

void change_header(Octets& octets, support::SplitMix64& random) {
    const std::span<std::byte, h2::kFrameHeaderSize> place =
        std::span{octets}.first<h2::kFrameHeaderSize>();
    h2::FrameHeader header = h2::load_frame_header(place);
    switch (random.below(6)) {
        case 0: header.length += static_cast<std::uint32_t>(1 + random.below(3)); break;
        case 1: header.length -= header.length == 0 ? 0 : 1; break;
        case 2: header.type = static_cast<std::uint8_t>(random.below(11)); break;
        case 3:
            header.flags = static_cast<std::uint8_t>(header.flags ^ (1U << random.below(8)));
            break;
        case 4:
            header.stream = h2::StreamId::from_wire(static_cast<std::uint32_t>(random.below(12)));
            break;
        default:  // the payload becomes longer or shorter with the length
            octets.resize(h2::kFrameHeaderSize + pick(random, octets.size()), std::byte{});
            header.length = static_cast<std::uint32_t>(octets.size() - h2::kFrameHeaderSize);
            break;
    }
    h2::store_frame_header(header, std::span{octets}.first<h2::kFrameHeaderSize>());
}

void mutate_once(Script& script, support::SplitMix64& random) {
    std::vector<Item>& items = script.items;
    const std::size_t place = pick(random, items.size());
    const auto at = items.begin() + static_cast<std::ptrdiff_t>(place);
    switch (random.below(8)) {
        case 0: {
            Octets* octets = some_frame(script, random);
            if (octets != nullptr) {
                (*octets)[pick(random, octets->size())] ^= std::byte{1} << random.below(8);
            }
            return;
        }
        case 1:
            if (items.size() > 2) {
                items.erase(at);
            }
            return;
        case 2: items.insert(at, Item{*at}); return;
        case 3: {
            const Item copy = items[pick(random, items.size())];
            items.insert(at, copy);
            return;
        }
        case 4: std::swap(*at, items[pick(random, items.size())]); return;
        case 5:
            if (random.chance(4)) {
                if (Octets* octets = std::get_if<Octets>(&items.back())) {
                    octets->resize(pick(random, octets->size() + 1));
                }
            }
            return;
        default: {
            Octets* octets = some_frame(script, random);
            if (octets != nullptr) {
                change_header(*octets, random);
            }
            return;
        }
    }
}

}  // namespace

void mutate(Script& script, support::SplitMix64& random) {
    for (std::uint64_t left = 1 + random.below(4); left > 0; --left) {
        mutate_once(script, random);
    }
}

}  // namespace oracle
