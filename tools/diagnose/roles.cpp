// The preface decides; without one, SETTINGS of a server, or frames somewhere in the middle.

#include "tools/diagnose/roles.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "h2core/wire/frame_header.hpp"
#include "h2core/wire/preface.hpp"
#include "tools/diagnose/frame_start.hpp"
#include "tools/input/connection_start.hpp"
#include "tools/input/foreign.hpp"
#include "tools/wire/octet_text.hpp"
#include "tools/wire/wire_reader.hpp"

namespace tools {
namespace {

// Octets within which HTTP/2 follows something else: an Upgrade, a PROXY line.
constexpr std::size_t kFollowsWithin = 16'384;

using RolesResult = std::variant<Roles, NotHttp2, TooEarly>;

std::size_t index(h2::Role role) {
    return static_cast<std::size_t>(role);
}

std::string_view of(const Beginnings& beginnings, End end) {
    return beginnings.octets[static_cast<std::size_t>(end)];
}

// The preface, at the beginning or behind something else.
std::optional<std::size_t> preface_in(std::string_view octets) {
    const auto start = find_start(octets, "");
    if (start && octets.substr(start->skipped).starts_with(h2::kClientPreface)) {
        return start->skipped;
    }
    return std::nullopt;
}

RolesResult with_preface(const Beginnings& beginnings, End client, std::size_t skipped) {
    const std::string_view answers = of(beginnings, other_end(client));
    if (!begins_with_settings(bytes_of(answers)) && answers.size() < kFollowsWithin &&
        !beginnings.final) {
        return TooEarly{};  // whether it is there at all, and where its frames begin
    }
    const auto start = find_start(answers, "");
    if (!start) {
        return NotHttp2{"a connection preface, answered in another protocol"};
    }
    Roles roles;
    roles.client = client;
    roles.after_http1 = start->skipped > 0;
    roles.skipped = {skipped, start->skipped};
    roles.records = {h2::Record::whole, h2::Record::whole};
    if (beginnings.from_the_start
            ? !answers.empty()
            : begins_with_settings(bytes_of(answers.substr(start->skipped)))) {
        return roles;
    }
    const auto frames = find_frames(bytes_of(answers), beginnings.final);
    if (!frames && !beginnings.final) {
        return TooEarly{};
    }
    roles.skipped[1] = frames.value_or(answers.size());
    roles.records[1] = frames ? h2::Record::piece : h2::Record::absent;
    return roles;
}

End likely_client(const Beginnings& beginnings, const std::array<std::size_t, 2>& starts) {
    for (const End end : {End::first, End::second}) {
        const std::size_t at = starts[static_cast<std::size_t>(end)];
        const std::string_view octets = of(beginnings, end);
        if (at < octets.size() && likely_sender(bytes_of(octets.substr(at))) == h2::Role::server) {
            return other_end(end);
        }
    }
    return beginnings.ports[0] != 0 && beginnings.ports[0] < beginnings.ports[1] ? End::second
                                                                                 : End::first;
}

// Without a preface: each direction from its first frames on.
RolesResult in_the_middle(const Beginnings& beginnings) {
    std::array<std::size_t, 2> starts{};
    std::array<bool, 2> found{};
    for (std::size_t end = 0; end < 2; ++end) {
        const std::string_view octets = beginnings.octets[end];
        const auto start = find_frames(bytes_of(octets), beginnings.final);
        found[end] = start.has_value();
        starts[end] = start.value_or(octets.size());
    }
    if (!(found[0] && found[1]) && !beginnings.final) {
        return TooEarly{};
    }
    if (!found[0] && !found[1]) {
        return NotHttp2{"octets in which no HTTP/2 is found"};
    }
    Roles roles;
    roles.client = likely_client(beginnings, starts);
    for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
        const End end = role == h2::Role::client ? roles.client : other_end(roles.client);
        const std::size_t at = static_cast<std::size_t>(end);
        roles.skipped[index(role)] = starts[at];
        roles.records[index(role)] = found[at] ? h2::Record::piece : h2::Record::absent;
    }
    return roles;
}

// There is no preface, but the first SETTINGS of a server: the client's octets are not there, or
// they do not begin as they must.
RolesResult server_settings(End server, bool alone) {
    Roles roles;
    roles.client = other_end(server);
    roles.records = {alone ? h2::Record::absent : h2::Record::whole, h2::Record::whole};
    return roles;
}

}  // namespace

std::variant<Roles, NotHttp2, TooEarly> find_roles(const Beginnings& beginnings) {
    bool may_become = beginnings.octets[0].empty() && beginnings.octets[1].empty();
    for (const End end : {End::first, End::second}) {
        const std::string_view octets = of(beginnings, end);
        if (const auto skipped = preface_in(octets)) {
            return with_preface(beginnings, end, *skipped);
        }
        may_become = may_become || (!octets.empty() && h2::kClientPreface.starts_with(octets));
    }
    if (may_become && !beginnings.final) {
        return TooEarly{};
    }
    for (const End end : {End::first, End::second}) {
        const std::string_view octets = of(beginnings, end);
        if (const auto foreign = foreign_protocol(bytes_of(octets))) {
            return beginnings.final || octets.size() > kFollowsWithin
                       ? RolesResult{NotHttp2{foreign->name}}
                       : RolesResult{TooEarly{}};
        }
    }
    for (const End end : {End::first, End::second}) {
        if (beginnings.from_the_start && begins_with_settings(bytes_of(of(beginnings, end)))) {
            const bool alone = of(beginnings, other_end(end)).empty();
            const End server = beginnings.first_opened ? End::second : end;
            return alone && !beginnings.final ? RolesResult{TooEarly{}}
                                              : server_settings(alone ? end : server, alone);
        }
    }
    if (beginnings.from_the_start) {
        constexpr std::size_t kTellsEnough = 1'024;
        const bool enough = of(beginnings, End::first).size() >= kTellsEnough ||
                            of(beginnings, End::second).size() >= kTellsEnough;
        return beginnings.final || enough ? RolesResult{NotHttp2{"octets of no known kind"}}
                                          : RolesResult{TooEarly{}};
    }
    return in_the_middle(beginnings);
}

bool begins_connection(std::string_view octets) {
    return octets.starts_with(h2::kClientPreface) || begins_with_settings(bytes_of(octets));
}

std::uint16_t port_of(std::string_view address) {
    const std::size_t colon = address.rfind(':');
    std::uint16_t port = 0;
    if (colon != address.npos) {
        const std::string_view digits = address.substr(colon + 1);
        std::from_chars(digits.data(), digits.data() + digits.size(), port);
    }
    return port;
}

}  // namespace tools
