// What HEADERS above the limit are answered with (section 5.1.2), for every policy.

#include <vector>

#include "tests/support/frames.hpp"

using namespace h2;
using namespace test;

namespace {

struct Answer {
    OverLimit policy;
    ErrorCode code;
    bool closes;
};

const Answer kAnswers[] = {
    {OverLimit::rst_protocol_error, ErrorCode::PROTOCOL_ERROR, false},
    {OverLimit::rst_refused_stream, ErrorCode::REFUSED_STREAM, false},
    {OverLimit::goaway_protocol_error, ErrorCode::PROTOCOL_ERROR, true},
    {OverLimit::goaway_refused_stream, ErrorCode::REFUSED_STREAM, true},
};

void check_answer(const Step& step, std::uint32_t id, const Answer& answer, RuleId rule) {
    if (answer.closes) {
        CHECK(step.verdict == connection_error(answer.code, rule));
        CHECK(step.effects ==
              Effects{SendFrame{goaway(id, answer.code)}, CloseTransport{answer.code}});
    } else {
        CHECK(step.verdict == stream_error(id, answer.code, rule));
        CHECK(step.effects == Effects{SendFrame{rst(id, answer.code)}});
    }
}

// A server whose acknowledged limit is `acked`, with SETTINGS for `submitted` on their way, and
// `open` streams.
Connection server_between(const Policy& policy, std::uint32_t acked, const SettingList* submitted,
                          std::uint32_t open) {
    Connection connection = server(policy, limit(acked));
    for (std::uint32_t i = 0; i < open; ++i) {
        REQUIRE(connection.receive(headers(2 * i + 1, true)).verdict == accepted());
    }
    if (submitted != nullptr) {
        (void)submit(connection, SubmitSettings{submitted});
    }
    return connection;
}

enum class Expected { admitted, over_limit, over_limit_unacked };

struct SlotCase {
    LimitInForce in_force;
    std::uint32_t acked;
    bool unacked;  // SETTINGS with limit 2 are on their way
    std::uint32_t open;
    Expected expected;
};

const SettingList kTwo = {1, {{SettingId::MAX_CONCURRENT_STREAMS, 2}}};

const SlotCase kSlotCases[] = {
    {LimitInForce::acked, 4, false, 3, Expected::admitted},
    {LimitInForce::acked, 4, false, 4, Expected::over_limit},
    {LimitInForce::acked, 4, true, 3, Expected::admitted},
    {LimitInForce::acked, 4, true, 4, Expected::over_limit},
    {LimitInForce::acked, 1, true, 1, Expected::over_limit},
    {LimitInForce::submitted, 4, false, 3, Expected::admitted},
    {LimitInForce::submitted, 4, false, 4, Expected::over_limit},
    {LimitInForce::submitted, 4, true, 1, Expected::admitted},
    {LimitInForce::submitted, 4, true, 2, Expected::over_limit_unacked},
    {LimitInForce::submitted, 4, true, 4, Expected::over_limit},
    {LimitInForce::submitted, 1, true, 1, Expected::admitted},
    {LimitInForce::both, 4, false, 3, Expected::admitted},
    {LimitInForce::both, 4, false, 4, Expected::over_limit},
    {LimitInForce::both, 4, true, 1, Expected::admitted},
    {LimitInForce::both, 4, true, 2, Expected::over_limit_unacked},
    {LimitInForce::both, 4, true, 3, Expected::over_limit_unacked},
    {LimitInForce::both, 4, true, 4, Expected::over_limit},
    {LimitInForce::both, 1, true, 1, Expected::over_limit},
};

}  // namespace

TEST_CASE("9113/5.1.2 every answer, for every limit in force",
          "[rfc9113][5.1.2][9113/5.1.2/limit][9113/5.1.2/limit-unacked]") {
    for (const Answer& answer : kAnswers) {
        for (const Answer& unacked : kAnswers) {
            for (const SlotCase& one : kSlotCases) {
                INFO(name(answer.policy)
                     << ", unacked " << name(unacked.policy) << ", limit " << name(one.in_force)
                     << " of " << one.acked << (one.unacked ? " then 2" : "") << ", " << one.open
                     << " open");
                Policy policy;
                policy.over_limit = answer.policy;
                policy.over_limit_unacked = unacked.policy;
                policy.limit_in_force = one.in_force;
                // The streams that are open came before SETTINGS were sent.
                policy.slack = 0;
                Connection connection =
                    server_between(policy, one.acked, one.unacked ? &kTwo : nullptr, one.open);
                const std::uint32_t id = 2 * one.open + 1;

                const Step step = connection.receive(headers(id, true));

                const bool admitted = one.expected == Expected::admitted;
                CHECK(connection.peer_count() == one.open + (admitted ? 1 : 0));
                CHECK((connection.find(stream(id)) != nullptr) == admitted);
                CHECK(connection.highest_peer_stream() == stream(id));
                if (admitted) {
                    CHECK(step.verdict == accepted());
                } else if (one.expected == Expected::over_limit) {
                    check_answer(step, id, answer, RuleId::concurrency_limit);
                } else {
                    check_answer(step, id, unacked, RuleId::concurrency_limit_unacked);
                }
            }
        }
    }
}

TEST_CASE("9113/5.1.2 the limit in force, as it can be read", "[rfc9113][5.1.2]") {
    Policy policy;
    const SettingList five = {2, {{SettingId::MAX_CONCURRENT_STREAMS, 5}}};
    const SettingList other = {3, {{SettingId::HEADER_TABLE_SIZE, 0}}};
    const auto in_force = [&policy](LimitInForce which, std::uint32_t acked,
                                    const std::vector<const SettingList*>& sent_lists) {
        policy.limit_in_force = which;
        Connection connection = server(policy, limit(acked));
        for (const SettingList* list : sent_lists) {
            (void)submit(connection, SubmitSettings{list});
        }
        return connection.limit_in_force();
    };
    CHECK(in_force(LimitInForce::acked, 4, {&kTwo}) == 4);
    CHECK(in_force(LimitInForce::submitted, 4, {}) == 4);
    CHECK(in_force(LimitInForce::submitted, 4, {&kTwo}) == 2);
    CHECK(in_force(LimitInForce::submitted, 4, {&kTwo, &five, &other, nullptr}) == 5);
    CHECK(in_force(LimitInForce::both, 4, {&kTwo}) == 2);
    CHECK(in_force(LimitInForce::both, 1, {&kTwo}) == 1);
}

TEST_CASE("9113/5.1.2 after the ACK the new limit holds", "[rfc9113][5.1.2][9113/5.1.2/limit]") {
    const Policy policy;
    Connection connection = server_between(policy, 4, &kTwo, 3);
    CHECK(connection.receive(settings_ack()).verdict == accepted());
    CHECK(connection.limit_in_force() == 2);
    CHECK(connection.peer_count() == 3);  // "or allow streams to complete"
    CHECK(rule_of(connection.receive(headers(7)).verdict) == RuleId::concurrency_limit);
}

TEST_CASE("9113/5.1.2 slack admits beyond the limit", "[rfc9113][5.1.2][9113/5.1.2/limit]") {
    Policy policy;
    policy.slack = 3;
    policy.limit_in_force =
        GENERATE(LimitInForce::acked, LimitInForce::submitted, LimitInForce::both);
    Connection connection = server_between(policy, 1, nullptr, 4);
    CHECK(connection.limit_in_force() == 1);
    CHECK(rule_of(connection.receive(headers(9)).verdict) == RuleId::concurrency_limit);
}

TEST_CASE("9113/5.1.2 no limit and slack do not overflow", "[rfc9113][5.1.2]") {
    Policy policy;
    policy.slack = GENERATE(1U, kUnlimited);
    policy.limit_in_force = GENERATE(LimitInForce::acked, LimitInForce::submitted);
    Connection connection = server(policy);
    CHECK(connection.receive(headers(1)).verdict == accepted());
}

TEST_CASE("9113/5.1.2 a limit of 0 refuses every stream",
          "[rfc9113][5.1.2][9113/5.1.2/limit][9113/6.5.2/zero-streams-not-special]") {
    const Policy policy;
    Connection connection = server(policy, limit(0));
    CHECK(connection.receive(headers(1)).verdict ==
          stream_error(1, ErrorCode::REFUSED_STREAM, RuleId::concurrency_limit));
}

TEST_CASE("9113/5.1.1 a refused stream is used up, and late frames on it are ignored",
          "[rfc9113][5.1.1][9113/5.1.1/order][9113/5.1.2/limit][9113/5.1/late-after-our-reset]") {
    const Policy policy;
    Connection connection = server(policy, limit(1));
    CHECK(connection.receive(headers(1)).verdict == accepted());
    CHECK(rule_of(connection.receive(headers(7)).verdict) == RuleId::concurrency_limit);
    CHECK(connection.streams().size() == 1);

    CHECK(connection.receive(data(7, 5, true)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.receive(rst(7)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.receive(window_update(7, 1)).verdict ==
          discarded(RuleId::late_after_our_reset));
    CHECK(connection.receive(headers(7, true)).verdict == discarded(RuleId::late_after_our_reset));
    CHECK(connection.peer_count() == 1);
    CHECK(connection.write_completed(rst(7, ErrorCode::REFUSED_STREAM)).empty());
    CHECK(connection.receive(headers(5)).verdict ==
          connection_error(ErrorCode::PROTOCOL_ERROR, RuleId::stream_id_order));
}
