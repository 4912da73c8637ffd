#pragma once
// The static table (RFC 7541 appendix A).

#include <array>
#include <cstdint>
#include <string_view>

#include "h2core/hpack/text_hash.hpp"

namespace h2::hpack {

struct StaticEntry {
    std::string_view name;
    std::string_view value;
};

inline constexpr std::uint32_t kStaticEntries = 61;

// Entry number 1 comes first.
inline constexpr std::array<StaticEntry, kStaticEntries> kStaticTable = {{
    {":authority", ""},
    {":method", "GET"},
    {":method", "POST"},
    {":path", "/"},
    {":path", "/index.html"},
    {":scheme", "http"},
    {":scheme", "https"},
    {":status", "200"},
    {":status", "204"},
    {":status", "206"},
    {":status", "304"},
    {":status", "400"},
    {":status", "404"},
    {":status", "500"},
    {"accept-charset", ""},
    {"accept-encoding", "gzip, deflate"},
    {"accept-language", ""},
    {"accept-ranges", ""},
    {"accept", ""},
    {"access-control-allow-origin", ""},
    {"age", ""},
    {"allow", ""},
    {"authorization", ""},
    {"cache-control", ""},
    {"content-disposition", ""},
    {"content-encoding", ""},
    {"content-language", ""},
    {"content-length", ""},
    {"content-location", ""},
    {"content-range", ""},
    {"content-type", ""},
    {"cookie", ""},
    {"date", ""},
    {"etag", ""},
    {"expect", ""},
    {"expires", ""},
    {"from", ""},
    {"host", ""},
    {"if-match", ""},
    {"if-modified-since", ""},
    {"if-none-match", ""},
    {"if-range", ""},
    {"if-unmodified-since", ""},
    {"last-modified", ""},
    {"link", ""},
    {"location", ""},
    {"max-forwards", ""},
    {"proxy-authenticate", ""},
    {"proxy-authorization", ""},
    {"range", ""},
    {"referer", ""},
    {"refresh", ""},
    {"retry-after", ""},
    {"server", ""},
    {"set-cookie", ""},
    {"strict-transport-security", ""},
    {"transfer-encoding", ""},
    {"user-agent", ""},
    {"vary", ""},
    {"via", ""},
    {"www-authenticate", ""},
}};

// Entries with the same name: `count` of them from index `first` on. They follow each other.
struct StaticRange {
    std::uint32_t first = 0;  // 1 … 61; 0 where count is 0
    std::uint32_t count = 0;
};

// Open addressing, four slots to an entry.
struct StaticNames {
    static constexpr std::uint32_t kSlots = 256;
    // The best bits of a hash are its highest.
    static constexpr std::uint64_t slot(std::uint64_t hash) { return hash >> (64 - 8); }
    static constexpr std::uint64_t next(std::uint64_t slot) { return (slot + 1) % kSlots; }

    std::array<std::uint8_t, kSlots> first{};  // index of the first entry of a name; 0: free
    std::array<std::uint8_t, kStaticEntries + 1> count{};
};

constexpr StaticNames static_names() {
    StaticNames names;
    std::uint32_t first = 0;
    for (std::uint32_t index = 1; index <= kStaticEntries; ++index) {
        const std::string_view name = kStaticTable[index - 1].name;
        if (first == 0 || kStaticTable[first - 1].name != name) {
            first = index;
            std::uint64_t slot = StaticNames::slot(text_hash(name));
            while (names.first[slot] != 0) {
                slot = StaticNames::next(slot);
            }
            names.first[slot] = static_cast<std::uint8_t>(first);
        }
        ++names.count[first];
    }
    return names;
}

inline constexpr StaticNames kStaticNames = static_names();

// `hash` is text_hash(name).
inline StaticRange find_static(std::string_view name, std::uint64_t hash) {
    for (std::uint64_t slot = StaticNames::slot(hash); kStaticNames.first[slot] != 0;
         slot = StaticNames::next(slot)) {
        const std::uint32_t first = kStaticNames.first[slot];
        if (same_text(kStaticTable[first - 1].name, name)) {
            return {first, kStaticNames.count[first]};
        }
    }
    return {};
}

}  // namespace h2::hpack
