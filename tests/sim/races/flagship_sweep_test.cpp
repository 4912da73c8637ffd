// The designs of the flagship set and what each of them breaks, over a grid of sizes: limit 1 to 4,
// requests from limit to limit + 4, pipes of 1 and 2 frames; the committed files, changed by --set.
//
// Responses are of one frame of 4,200 octets, which no buffer of 4,096 holds back: the largest cell
// then has five million states. HEADERS and DATA, as the files themselves have them, are swept too.
// Limit 4 goes to limit + 2 requests: one more than the limit is what breaks a design, the second
// is the first stream to replace one that had replaced another, and what a third and fourth could
// add is swept at limits 1 to 3. Cells beyond that have millions of states and were three quarters
// of the time of all sweeps; they are hidden: `verdict_tests "[whole]"` runs those that finish.
//
// Deadlock needs more streams than this grid has: see deadlock_threshold_test.cpp. More streams
// than the limit need a client that ignores it: see over_admission_test.cpp.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/sim/races/races.hpp"

namespace {

// What a response's last frame does with a write buffer of 4,096 octets.
enum class LastFrame { bypasses, stays };

enum class Broken {
    never,
    by_replacement,  // by the first stream that replaces another: exactly if requests > limit
    always,
};

struct FlagshipDesign {
    const char* file;
    LastFrame last_frame;
    Broken no_false_refusal;
    Broken no_false_refusal_weak;  // RST_STREAM(REFUSED_STREAM) is tolerated
    Broken no_close_before_flush;
};

using enum Broken;
using enum LastFrame;

constexpr FlagshipDesign kFlagshipDesigns[] = {
    {"go-42777-before", bypasses, by_replacement, by_replacement, never},
    {"go-42777-landed", bypasses, by_replacement, by_replacement, never},
    {"go-42777-landed-first-window", bypasses, never, never, never},
    {"go-42777-buffered", stays, never, never, never},
    {"completions-first", bypasses, by_replacement, by_replacement, never},
    {"blocking-drain", bypasses, never, never, never},
    {"wait-at-limit", bypasses, never, never, never},
    {"park-at-limit", bypasses, never, never, never},
    {"release-at-return", bypasses, never, never, always},
    {"release-at-write-start", bypasses, never, never, never},
    {"release-at-encode", bypasses, never, never, never},
    {"closing-counter", bypasses, never, never, never},
    {"refused-stream", bypasses, by_replacement, never, never},
    {"slack-1", bypasses, never, never, never},
};

std::string expected(Broken broken, const races::Size& size) {
    const bool violated =
        broken == always || (broken == by_replacement && size.requests > size.limit);
    return violated ? "violated" : "holds";
}

// A client that reads whatever happens.
void check_saturating(const FlagshipDesign& design, const races::Size& size, const char* response) {
    const sim::Exploration found = races::explore(
        design.file,
        races::sized(size, {response, R"(client={"behaviour": "saturating"})",
                            "server.graceful_shutdown=false",
                            races::asking({"no-false-refusal", "no-false-refusal-weak",
                                           "no-deadlock", "every-request-answered",
                                           "admitted-within-limit", "count-matches-streams"})}));
    CHECK(races::verdict_at_size(found, "no-false-refusal") ==
          expected(design.no_false_refusal, size));
    CHECK(races::verdict_at_size(found, "no-false-refusal-weak") ==
          expected(design.no_false_refusal_weak, size));
    CHECK(races::verdict_at_size(found, "no-deadlock") == "holds");
    CHECK(races::verdict_at_size(found, "every-request-answered") == "holds");
    CHECK(races::verdict_at_size(found, "admitted-within-limit") == "holds");
    CHECK(races::verdict_at_size(found, "count-matches-streams") == "holds");
}

void check_write_first(const FlagshipDesign& design, const races::Size& size,
                       const char* response) {
    const sim::Exploration found = races::explore(
        design.file, races::sized(size, {response, R"(client={"behaviour": "write-first"})",
                                         "server.graceful_shutdown=false",
                                         races::asking({"no-false-refusal", "no-deadlock"})}));
    CHECK(races::verdict_at_size(found, "no-false-refusal") ==
          expected(design.no_false_refusal, size));
    CHECK(races::verdict_at_size(found, "no-deadlock") == "holds");
}

void check_shutdown(const FlagshipDesign& design, const races::Size& size, const char* response) {
    const sim::Exploration found = races::explore(
        design.file,
        races::sized(size, {response, R"(client={"behaviour": "saturating"})",
                            "server.graceful_shutdown=true",
                            races::asking({"no-close-before-flush", "no-deadlock",
                                           "every-request-answered", "shutdown-completed"})}));
    const std::string flush = expected(design.no_close_before_flush, size);
    CHECK(races::verdict_at_size(found, "no-close-before-flush") == flush);
    CHECK(races::verdict_at_size(found, "every-request-answered") == flush);
    CHECK(races::verdict_at_size(found, "no-deadlock") == "holds");
    CHECK(races::verdict_at_size(found, "shutdown-completed") == "reached");
}

using Check = void (*)(const FlagshipDesign&, const races::Size&, const char* response);

const char* one_frame(LastFrame last) {
    return last == bypasses ? R"(response={"headers": 4200})" : R"(response={"headers": 2000})";
}

const char* two_frames(LastFrame last) {
    return last == bypasses ? R"(response={"headers": 40, "body": 4096})"
                            : R"(response={"headers": 40, "body": 2000})";
}

// Requests are `least_more` to `most_more` above the limit.
struct Range {
    unsigned least_limit, most_limit, least_more, most_more;
};

void sweep(const Range& range, const char* (*response)(LastFrame), Check check) {
    for (const FlagshipDesign& design : kFlagshipDesigns) {
        for (unsigned limit = range.least_limit; limit <= range.most_limit; ++limit) {
            for (unsigned more = range.least_more; more <= range.most_more; ++more) {
                for (const unsigned pipes : {1U, 2U}) {
                    CAPTURE(design.file, limit, more, pipes);
                    check(design, {limit, limit + more, pipes, pipes}, response(design.last_frame));
                }
            }
        }
    }
}

}  // namespace

TEST_CASE("flagship: a client that always reads", "[verdict]") {
    sweep({1, 2, 0, 4}, one_frame, check_saturating);
}

TEST_CASE("flagship: a client that always reads, limit 3", "[verdict][sweep]") {
    sweep({3, 3, 0, 4}, one_frame, check_saturating);
}

TEST_CASE("flagship: a client that always reads, limit 4", "[verdict][sweep]") {
    sweep({4, 4, 0, 2}, one_frame, check_saturating);
}

TEST_CASE("flagship: a client that always reads, limit 4, more requests", "[.][whole]") {
    sweep({4, 4, 3, 4}, one_frame, check_saturating);
}

TEST_CASE("flagship: HEADERS and DATA", "[verdict]") {
    sweep({1, 2, 0, 4}, two_frames, check_saturating);
}

TEST_CASE("flagship: HEADERS and DATA, limit 3", "[verdict][sweep]") {
    sweep({3, 3, 0, 2}, two_frames, check_saturating);
}

TEST_CASE("flagship: HEADERS and DATA, limits 3 and 4", "[.][whole]") {
    sweep({3, 3, 3, 4}, two_frames, check_saturating);
    sweep({4, 4, 0, 2}, two_frames, check_saturating);
}

TEST_CASE("flagship: a client that writes before it reads", "[verdict]") {
    sweep({1, 2, 0, 4}, one_frame, check_write_first);
}

TEST_CASE("flagship: a client that writes before it reads, limit 3", "[verdict][sweep]") {
    sweep({3, 3, 0, 4}, one_frame, check_write_first);
}

TEST_CASE("flagship: a client that writes before it reads, limit 4", "[.][whole]") {
    sweep({4, 4, 0, 4}, one_frame, check_write_first);
}

TEST_CASE("flagship: graceful shutdown at any moment", "[verdict]") {
    sweep({1, 2, 0, 4}, one_frame, check_shutdown);
}

TEST_CASE("flagship: graceful shutdown at any moment, limit 3", "[verdict][sweep]") {
    sweep({3, 3, 0, 4}, one_frame, check_shutdown);
}

TEST_CASE("flagship: graceful shutdown at any moment, limit 4", "[verdict][sweep]") {
    sweep({4, 4, 0, 2}, one_frame, check_shutdown);
}

TEST_CASE("flagship: graceful shutdown at any moment, more requests", "[.][whole]") {
    sweep({4, 4, 3, 4}, one_frame, check_shutdown);
}
