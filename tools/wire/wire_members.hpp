#pragma once
// The members of frames in JSON (tools/wire/wire_json.hpp) and of what they consist of, as tables.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace tools::wire {

enum class Kind : std::uint8_t {
    ignored,
    type,
    flags,
    boolean,
    u8,
    u24,
    u31,
    u32,
    octets,
    short_octets,  // at most 65,535
    hex,
    opaque,
    error_code,
    setting_id,
    priority,
    settings,
    headers,
    origins,
};

struct Member {
    std::string_view name;
    Kind kind;
    bool required = false;
};

inline constexpr std::array<Member, 12> kCommon{{{"type", Kind::type, true},
                                                 {"stream", Kind::u31},
                                                 {"flags", Kind::flags},
                                                 {"reserved", Kind::boolean},
                                                 {"payload", Kind::hex},
                                                 {"length", Kind::u24},
                                                 {"truncated", Kind::boolean},
                                                 {"offset", Kind::ignored},
                                                 {"verdict", Kind::ignored},
                                                 {"code", Kind::ignored},
                                                 {"rule", Kind::ignored},
                                                 {"error_stream", Kind::ignored}}};
inline constexpr std::array<Member, 3> kSignal{
    {{"dependency", Kind::u31}, {"weight", Kind::u8}, {"exclusive", Kind::boolean}}};
inline constexpr std::array<Member, 2> kSetting{
    {{"id", Kind::setting_id, true}, {"value", Kind::u32, true}}};
inline constexpr std::array<Member, 3> kField{{{"name", Kind::octets, true},
                                               {"value", Kind::octets, true},
                                               {"never_indexed", Kind::boolean}}};
inline constexpr std::array<Member, 3> kDocument{
    {{"frames", Kind::ignored, true}, {"preface", Kind::ignored}, {"rest", Kind::ignored}}};
inline constexpr std::array<Member, 4> kRest{{{"payload", Kind::hex, true},
                                              {"offset", Kind::ignored},
                                              {"octets", Kind::ignored},
                                              {"reason", Kind::ignored}}};
inline constexpr std::array<Member, 4> kPreface{{{"octets", Kind::u8},
                                                 {"verdict", Kind::ignored},
                                                 {"code", Kind::ignored},
                                                 {"rule", Kind::ignored}}};

// Those of a frame type beyond the common ones.
std::span<const Member> members_of(std::uint8_t type);

}  // namespace tools::wire
