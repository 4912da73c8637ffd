// How many streams each design has admitted that are not yet closed on the wire, at most and in any
// order, against a client that ignores the limit. A client that keeps it never sees more than the
// limit, whatever the design. (The flagship table's column "admitted within limit".)

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/sim/races/races.hpp"

namespace {

unsigned most_admitted(const sim::Scenario& scenario) {
    return races::explore(scenario).most.value();
}

// The most that a design admits, as a function of the limit and the requests made.
using Most = unsigned (*)(unsigned limit, unsigned requests);

unsigned exact(unsigned limit, unsigned requests) {
    return std::min(limit, requests);
}

// The slot is free and the closing frame not yet out: of the one write that is under way.
unsigned one_more(unsigned limit, unsigned requests) {
    return std::min(limit + 1, requests);
}

// Nothing bounds the responses that wait to be written.
unsigned all(unsigned, unsigned requests) {
    return requests;
}

// Closing frames that stay in the write buffer are complete before the buffer is flushed: one, or
// as many as were queued while another write was under way, which takes a refused stream more.
unsigned buffer_of_small_frames(unsigned limit, unsigned requests) {
    return requests <= limit ? requests : std::min(2 * limit, std::max(limit + 1, requests - 1));
}

// A frame larger than the buffer ends in it only if something lies before it there: the second of
// two resets in a row. They take two more streams.
unsigned buffer_of_large_frames(unsigned limit, unsigned requests) {
    return requests >= limit + 3 ? limit + 1 : std::min(limit, requests);
}

template <Most most>
unsigned with_slack_1(unsigned limit, unsigned requests) {
    return most(limit + 1, requests);
}

struct AdmissionDesign {
    const char* file;
    Most small;  // responses of one frame of 40 octets
    Most large;  // … of 4,200
};

constexpr AdmissionDesign kAdmissionDesigns[] = {
    {"go-42777-before", buffer_of_small_frames, buffer_of_large_frames},
    {"go-42777-landed", buffer_of_small_frames, buffer_of_large_frames},
    {"refused-stream", buffer_of_small_frames, buffer_of_large_frames},
    {"slack-1", with_slack_1<buffer_of_small_frames>, with_slack_1<buffer_of_large_frames>},
    {"completions-first", exact, exact},
    {"blocking-drain", exact, exact},
    {"wait-at-limit", exact, exact},
    {"park-at-limit", exact, exact},
    {"release-at-write-start", one_more, one_more},
    {"closing-counter", one_more, one_more},
    {"release-at-return", all, all},
    {"release-at-encode", all, all},
};

sim::Scenario scenario(const AdmissionDesign& design, const races::Size& size,
                       const char* behaviour, unsigned octets) {
    return races::load(
        design.file,
        races::sized(size, {fmt::format(R"(response={{"headers": {}}})", octets),
                            fmt::format(R"(client={{"behaviour": "{}"}})", behaviour),
                            "server.graceful_shutdown=false", races::asking({"no-deadlock"})}));
}

void check(const AdmissionDesign& design, const races::Size& size) {
    CAPTURE(design.file, size.limit, size.requests, size.to_client);
    const auto most = [&](const char* behaviour, unsigned octets) {
        return most_admitted(scenario(design, size, behaviour, octets));
    };
    CHECK(most("greedy", 40) == design.small(size.limit, size.requests));
    CHECK(most("greedy", 4200) == design.large(size.limit, size.requests));
    CHECK(most("saturating", 40) == size.limit);
    CHECK(most("saturating", 4200) == size.limit);
}

}  // namespace

TEST_CASE("9113/5.1.2 streams admitted at once, by design", "[verdict]") {
    for (const AdmissionDesign& design : kAdmissionDesigns) {
        for (unsigned limit = 1; limit <= 3; ++limit) {
            for (unsigned requests = limit; requests <= 5; ++requests) {
                check(design, {limit, requests, 1, 1});
            }
        }
    }
}

TEST_CASE("9113/5.1.2 streams admitted at once, larger worlds", "[verdict][sweep]") {
    for (const AdmissionDesign& design : kAdmissionDesigns) {
        check(design, {1, 6, 1, 1});
        check(design, {2, 6, 1, 1});
        check(design, {2, 4, 2, 2});
        check(design, {3, 6, 1, 1});
    }
}
