// Answers wait in the order of their streams. After a complete response RST_STREAM(NO_ERROR) must
// not cost the caller that response (RFC 9113 section 8.1); in a design where it does, that happens
// in the step in which the caller takes it.

#include "sim/world/client_parts.hpp"

namespace sim {

void complete_answer(ConnectionWorld& world, h2::StreamId id) {
    if (world.model->scenario().client.design.responses != Responses::taken_later) {
        return;
    }
    h2::InlineVector<Answer, 1>& answers = world.client.answers;
    std::uint32_t place = 0;
    while (place < answers.size() && answers[place].stream < id) {
        ++place;
    }
    answers.insert(place, {id});
}

void override_answer(ConnectionWorld& world, const h2::DeliverReset& reset) {
    if (world.model->scenario().client.design.reset_after_end == ResetAfterEnd::keeps_response ||
        reset.code != h2::ErrorCode::NO_ERROR) {
        return;
    }
    for (Answer& answer : world.client.answers) {
        answer.overridden = answer.overridden || answer.stream == reset.stream;
    }
}

void answers_enabled(const ConnectionWorld& world, EventSink& out) {
    for (const Answer& answer : world.client.answers) {
        out.push_back({EventKind::client_take, answer.stream.value()});
    }
}

void take_answer(ConnectionWorld& world, h2::StreamId id) {
    h2::InlineVector<Answer, 1>& answers = world.client.answers;
    std::uint32_t place = 0;
    while (answers[place].stream != id) {
        ++place;
    }
    if (answers[place].overridden) {
        world.happened.push_back(ResponseOverridden{id});
    }
    answers.erase(place);
}

}  // namespace sim
