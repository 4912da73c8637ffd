#pragma once
// A witness of a connection: it is given the octets of both directions, in the order in which they
// passed (or one that is known to be possible), and says for each frame what it is and what its
// sender did wrong. A value without I/O, clock or thread, like an Endpoint, with which it shares
// everything about octets, fields and messages, but not its decisions: it belongs to no side,
// answers nothing, and never stops. After a fault it goes on with the next frame; a table of fields
// that has lost its beginning shows what it does not know as unknown.
//
//   octets → FrameDecoder → decode_payload → FieldBlock → hpack::Decoder → Account → findings
//
// Memory is bounded: one frame (at most 16 MiB) and one field block of each direction, a table of
// fields each, and the streams that StreamTable follows.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "h2core/hpack/decoder.hpp"
#include "h2core/wire/field_block.hpp"
#include "h2core/wire/frame_decoder.hpp"
#include "h2core/wire/preface.hpp"
#include "h2core/witness/account.hpp"

namespace h2 {

// What became of some octets.
struct Sight {
    enum class Kind : std::uint8_t {
        need_more,    // nothing is complete yet
        preface,      // the client's 24 octets, or something else in their place: a finding
        fragment,     // of a field block that is not complete; `frame` has no fields yet
        frame,        // a frame, or a field block with its last CONTINUATION
        undecodable,  // the octets make no frame of that type
    };
    Kind kind = Kind::need_more;
    std::size_t consumed = 0;  // of the octets given; all where nothing is complete
    FrameHeader header;        // of the last wire frame taken, and where it began
    std::uint64_t offset = 0;
    std::span<const std::byte> payload;
    // Of a block that could not be decoded, without fields. Refers to storage of the witness and to
    // the input, as `payload` does: until the next call.
    std::optional<Frame> frame;
    std::span<const Finding> findings;  // until the next call
};

class Witness {
  public:
    explicit Witness(const Beginning& beginning = {});

    // Octets that `sender` has sent, up to the end of the next frame. To be called again with what
    // is left while `consumed` is less than their size or `kind` is not need_more.
    Sight sent(Role sender, std::span<const std::byte> octets);
    // What `receiver` sends from now on it has sent after it had received so many octets of the
    // other one.
    void proves(Role receiver, std::uint64_t octets) { account_.proves(receiver, octets); }
    // A frame of which somebody else has told, without the octets of its fields. `whole`: all that
    // stands in its payload is there.
    std::span<const Finding> told(Role sender, const FrameHeader& header, const Frame& frame,
                                  bool whole);
    // So many octets of `sender` are not there; what comes next begins with a frame.
    void misses(Role sender, std::uint64_t octets);
    // Nothing more comes.
    std::span<const Finding> end();

    // Octets given so far; of those, octets of a frame that is not complete.
    [[nodiscard]] std::uint64_t octets_sent(Role sender) const { return of(sender).taken; }
    [[nodiscard]] std::size_t pending(Role sender) const { return of(sender).frames.pending(); }
    // Octets that are still to come of that frame, where its header is there.
    [[nodiscard]] std::uint64_t outstanding(Role sender) const;
    // Between HEADERS without END_HEADERS and its last CONTINUATION.
    [[nodiscard]] bool in_field_block(Role sender) const {
        return of(sender).block.is_open() || of(sender).block_given_up;
    }
    [[nodiscard]] bool preface_due(Role sender) const { return of(sender).preface_due; }
    // The client did not begin with its preface: nothing of it is read.
    [[nodiscard]] bool unreadable(Role sender) const { return of(sender).unreadable; }
    [[nodiscard]] const Account& account() const { return account_; }

  private:
    struct Direction {
        bool preface_due = false;
        bool unreadable = false;
        bool may_be_in_block = false;  // that began before its octets
        bool block_given_up = false;   // it is too long: its CONTINUATIONs are only counted
        bool size_examined = false;    // of the frame that is not complete
        std::uint64_t taken = 0;
        std::uint64_t block_offset = 0;
        PrefaceReader preface;
        FrameDecoder frames;
        SettingList settings;  // of the frame received last
        FieldBlock block;
        hpack::Decoder decoder;
        hpack::FieldSection section;
    };

    [[nodiscard]] Direction& of(Role sender) {
        return directions_[static_cast<std::size_t>(sender)];
    }
    [[nodiscard]] const Direction& of(Role sender) const {
        return directions_[static_cast<std::size_t>(sender)];
    }
    void begin(Role sender);
    void read_preface(Role sender, std::span<const std::byte> octets, Sight& sight);
    void examine_octets(const Account::Passing& at, const Sight& sight);
    void examine_header_ahead(Role sender);
    void note_incomplete(Role sender);
    void examine_size(const Account::Passing& at, const FrameHeader& header);
    void read_payload(const Account::Passing& at, Sight& sight);
    void begin_block(const Account::Passing& at, const FieldBlockStart& start, Sight& sight);
    void continue_block(const Account::Passing& at, const FieldBlockPart& part, Sight& sight);
    void break_off_block(const Account::Passing& at);
    void take_part(const Account::Passing& at, RuleId exceeded, bool end_headers, Sight& sight);
    void end_block(const Account::Passing& at, Sight& sight);
    void follow_table_size(Role sender);

    Account account_;
    std::array<Direction, 2> directions_;
};

}  // namespace h2
