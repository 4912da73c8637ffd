// Octets of both directions → frames for the account. What an endpoint hangs up over is only noted.

#include "h2core/witness/witness.hpp"

#include <utility>

#include "h2core/witness/octet_duties.hpp"

namespace h2 {

namespace {

using Passing = Account::Passing;

constexpr std::uint32_t kLongestFrame = 0xff'ffff;
constexpr std::uint32_t kMostOctets = 1U << 20U;  // of a field block, a section, a table of fields

// Of what is kept of a field block; a longer one is let pass unread.
constexpr Budgets kBudgets = {.field_block_octets = kMostOctets,
                              .field_block_frames = kUnlimited,
                              .field_list_octets = kMostOctets,
                              .fields = kMostOctets / 32,
                              .control_frames_queued = 0,
                              .empty_frames = 0,
                              .resets_received = {},
                              .resets_caused = {}};

// Of which nothing that stands in the payload allows or forbids something. A PING whose octets are
// not known is answered by the next ACK.
bool is_idle_talk(const FrameHeader& header) {
    return header.length == 0 || header.is(FrameType::PING) || header.is(FrameType::PRIORITY) ||
           header.is(FrameType::PRIORITY_UPDATE) || header.is(FrameType::ALTSVC) ||
           header.is(FrameType::ORIGIN) ||
           (header.is(FrameType::SETTINGS) && header.has(flag::ACK));
}

}  // namespace

Witness::Witness(const Beginning& beginning) : account_{beginning} {
    begin(Role::client);
    begin(Role::server);
}

void Witness::begin(Role sender) {
    Direction& direction = of(sender);
    const Record record = account_.record(sender);
    direction.preface_due = sender == Role::client && record == Record::whole;
    direction.frames.set_max_frame_size(kLongestFrame);
    direction.section.set_limits({kBudgets.fields, kBudgets.field_list_octets});
    direction.decoder.keep_at_most(kMostOctets);
    const AnnouncedSettings& limits = account_.announced(peer_of(sender));
    direction.decoder.set_limit(limits.acknowledged().header_table_size);
    if (record != Record::whole) {
        direction.may_be_in_block = true;
        direction.decoder.forget();
    }
}

Sight Witness::sent(Role sender, std::span<const std::byte> octets) {
    Sight sight;
    Direction& direction = of(sender);
    account_.forget_findings();
    if (direction.unreadable) {
        sight.consumed = octets.size();
        direction.taken += octets.size();
        return sight;
    }
    if (direction.preface_due) {
        read_preface(sender, octets, sight);
        sight.findings = account_.findings();
        return sight;
    }
    std::span<const std::byte> rest = octets;
    const FrameDecoder::Output output = direction.frames.next(rest);
    sight.consumed = octets.size() - rest.size();
    direction.taken += sight.consumed;
    if (output.outcome != FrameDecoder::Outcome::frame) {
        examine_header_ahead(sender);
        sight.findings = account_.findings();
        return sight;
    }
    note_incomplete(peer_of(sender));
    sight.kind = Sight::Kind::frame;
    sight.header = output.header;
    sight.payload = output.payload;
    sight.offset = direction.taken - kFrameHeaderSize - output.payload.size();
    const Passing at = {sender, sight.offset, direction.taken};
    examine_octets(at, sight);
    read_payload(at, sight);
    sight.findings = account_.findings();
    return sight;
}

void Witness::read_preface(Role sender, std::span<const std::byte> octets, Sight& sight) {
    Direction& direction = of(sender);
    std::span<const std::byte> rest = octets;
    const PrefaceReader::Outcome outcome = direction.preface.next(rest);
    sight.consumed = octets.size() - rest.size();
    direction.taken += sight.consumed;
    if (outcome == PrefaceReader::Outcome::need_more) {
        return;
    }
    sight.kind = Sight::Kind::preface;
    direction.preface_due = false;
    if (outcome == PrefaceReader::Outcome::mismatch) {
        direction.unreadable = true;
        account_.add({sender, 0, direction.taken}, RuleId::preface_magic, {});
    }
}

// What may be held against a frame before all of it is there.
void Witness::note_incomplete(Role sender) {
    const Direction& direction = of(sender);
    std::optional<StreamId> stream;
    if (in_field_block(sender)) {
        stream = direction.block.stream();
    } else if (const auto header = direction.frames.header_ahead()) {
        stream = header->stream;
    }
    account_.incomplete(sender, stream);
}

std::uint64_t Witness::outstanding(Role sender) const {
    const auto header = of(sender).frames.header_ahead();
    return header ? kFrameHeaderSize + header->length - of(sender).frames.pending() : 0;
}

std::span<const Finding> Witness::told(Role sender, const FrameHeader& header, const Frame& frame,
                                       bool whole) {
    Direction& direction = of(sender);
    const std::uint64_t begin = direction.taken;
    direction.taken += kFrameHeaderSize + header.length;
    const Passing at = {sender, begin, direction.taken};
    account_.forget_findings();
    if (!whole && !is_idle_talk(header)) {
        account_.misses(sender);
    }
    examine_size(at, header);
    account_.first_frame(at, header);
    account_.begins(at, frame);
    account_.judge(at, frame, false);
    return account_.findings();
}

void Witness::misses(Role sender, std::uint64_t octets) {
    Direction& direction = of(sender);
    direction.taken += octets;
    direction.preface_due = false;
    direction.may_be_in_block = true;
    direction.block_given_up = false;
    direction.size_examined = false;
    direction.block = FieldBlock{};
    direction.frames = FrameDecoder{};
    direction.frames.set_max_frame_size(kLongestFrame);
    direction.decoder.forget();
    account_.misses(sender);
    for (const Role encoder : {Role::client, Role::server}) {
        const AnnouncedSettings& limits = account_.announced(peer_of(encoder));
        of(encoder).decoder.allow(limits.acknowledged().header_table_size);
    }
}

void Witness::examine_octets(const Passing& at, const Sight& sight) {
    if (sight.header.reserved) {
        account_.add(at, RuleId::reserved_bit_unset, sight.header.stream);
    }
    if (unused_flags(sight.header) != 0) {
        account_.add(at, RuleId::unused_flags_unset, sight.header.stream);
    }
    account_.add(at, examine_padding(sight.header, sight.payload), sight.header.stream);
    if (!std::exchange(of(at.sender).size_examined, false)) {
        examine_size(at, sight.header);
    }
}

// A frame that is too long is so before its end has come.
void Witness::examine_header_ahead(Role sender) {
    Direction& direction = of(sender);
    const auto header = direction.frames.header_ahead();
    if (header && !direction.size_examined) {
        direction.size_examined = true;
        examine_size({sender, direction.taken - direction.frames.pending(), direction.taken},
                     *header);
    }
}

// Section 4.2: what the other one has allowed.
void Witness::examine_size(const Passing& at, const FrameHeader& header) {
    if (header.length <= kSmallestMaxFrameSize) {
        return;
    }
    const AnnouncedSettings& limits = account_.announced(peer_of(at.sender));
    if (header.length > limits.greatest(&Settings::max_frame_size)) {
        account_.add(at, RuleId::frame_size_max, header.stream);
    } else if (!limits.knows(SettingId::MAX_FRAME_SIZE)) {
        account_.add_unknown(at, RuleId::frame_size_max, header.stream);
    }
}

void Witness::read_payload(const Passing& at, Sight& sight) {
    Direction& direction = of(at.sender);
    const bool continues =
        sight.header.is(FrameType::CONTINUATION) && sight.header.stream == direction.block.stream();
    if (in_field_block(at.sender) && !continues) {
        break_off_block(at);
    }
    if (!sight.header.is(FrameType::CONTINUATION)) {
        direction.may_be_in_block = false;
    }
    account_.first_frame(at, sight.header);
    const Payload payload = decode_payload(sight.header, sight.payload, direction.settings);
    if (const auto* frame = std::get_if<Frame>(&payload)) {
        sight.frame = *frame;
        account_.judge(at, *frame);
        const auto* settings = std::get_if<SettingsFrame>(frame);
        if (settings != nullptr && settings->ack) {
            follow_table_size(at.sender);
        }
    } else if (const auto* start = std::get_if<FieldBlockStart>(&payload)) {
        begin_block(at, *start, sight);
    } else if (const auto* part = std::get_if<FieldBlockPart>(&payload)) {
        continue_block(at, *part, sight);
    } else if (const auto* broken = std::get_if<StreamError>(&payload)) {
        sight.kind = Sight::Kind::undecodable;
        account_.add(at, broken->rule, broken->stream);
    } else {
        sight.kind = Sight::Kind::undecodable;
        account_.add(at, std::get<ConnectionError>(payload).rule, sight.header.stream);
    }
}

void Witness::begin_block(const Passing& at, const FieldBlockStart& start, Sight& sight) {
    Direction& direction = of(at.sender);
    account_.begins(at, start.frame);
    direction.block_offset = at.offset;
    take_part(at, direction.block.begin(start, kBudgets), start.end_headers, sight);
}

void Witness::continue_block(const Passing& at, const FieldBlockPart& part, Sight& sight) {
    Direction& direction = of(at.sender);
    if (direction.block.is_open()) {
        take_part(at, direction.block.add(part, kBudgets), part.end_headers, sight);
    } else if (direction.block_given_up) {
        take_part(at, RuleId::none, part.end_headers, sight);
    } else if (direction.may_be_in_block) {
        sight.frame = Continuation{part.stream};  // of a block that began before
        account_.add_unknown(at, RuleId::continuation_alone, part.stream);
        direction.may_be_in_block = !part.end_headers;
    } else {
        sight.frame = Continuation{part.stream};
        account_.judge(at, *sight.frame);
    }
}

// Something else came in the middle: the table of fields is out of step.
void Witness::break_off_block(const Passing& at) {
    Direction& direction = of(at.sender);
    account_.add(at, RuleId::continuation_expected, direction.block.stream());
    direction.block = FieldBlock{};
    direction.block_given_up = false;
    direction.decoder.forget();
}

void Witness::take_part(const Passing& at, RuleId exceeded, bool end_headers, Sight& sight) {
    Direction& direction = of(at.sender);
    if (exceeded != RuleId::none) {
        account_.add_unknown(at, exceeded, direction.block.stream());
        direction.decoder.forget();
        direction.block_given_up = true;
    }
    sight.frame = direction.block.frame();
    if (end_headers) {
        end_block(at, sight);
    } else {
        sight.kind = Sight::Kind::fragment;
    }
}

void Witness::end_block(const Passing& at, Sight& sight) {
    Direction& direction = of(at.sender);
    const Passing block = {at.sender, direction.block_offset, at.end};
    Frame frame = direction.block.frame();
    bool readable = !direction.block_given_up;
    direction.block_given_up = false;
    if (readable) {
        const RuleId broken = direction.decoder.decode(direction.block.octets(), direction.section);
        if (broken != RuleId::none) {
            account_.add(block, broken, stream_of(frame));
            direction.decoder.forget();
        }
        readable = broken == RuleId::none && direction.section.excess() == RuleId::none;
        if (broken == RuleId::none) {
            const Fields fields = {&direction.section.list()};
            if (auto* headers = std::get_if<Headers>(&frame)) {
                headers->fields = fields;
            } else if (auto* push = std::get_if<PushPromise>(&frame)) {
                push->fields = fields;
            }
        }
    }
    sight.frame = frame;
    account_.judge(block, frame, readable);
}

// `sender` has acknowledged SETTINGS: what it may ask of the table from the next block on.
void Witness::follow_table_size(Role sender) {
    const AnnouncedSettings& limits = account_.announced(peer_of(sender));
    if (!limits.acks_known()) {
        of(sender).decoder.allow(limits.acknowledged().header_table_size);
    } else if (limits.knows(SettingId::HEADER_TABLE_SIZE)) {
        of(sender).decoder.set_limit(limits.acknowledged_table_sizes().smallest);
        of(sender).decoder.set_limit(limits.acknowledged_table_sizes().last);
    }
}

std::span<const Finding> Witness::end() {
    account_.forget_findings();
    account_.end();
    return account_.findings();
}

}  // namespace h2
