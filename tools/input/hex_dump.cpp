// A line is understood when the offset of the next one is known, because that says how many octets
// it has. Of the last line the characters must tell, where digits can be both. The radix of the
// offsets is found by reading with each.

#include "tools/input/hex_dump.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "tools/input/dump_line.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"

namespace tools {
namespace {

constexpr int kHex = 16;
constexpr int kDecimal = 10;
constexpr int kOctal = 8;
constexpr std::size_t kOdWidth = 7;  // digits of od's octal and decimal offsets

class DumpReader {
  public:
    DumpReader(std::string_view text, const std::string& file, int radix)
        : text_{text}, file_{file}, radix_{radix} {}

    DumpResult read();

  private:
    using Failed = std::optional<sim::InputError>;

    sim::InputError error_at(const DumpLine& line, std::size_t in_line, std::string message,
                             std::string expected = "", std::string hint = "") const {
        return input_error(text_, file_, line.line.at + in_line, std::move(message),
                           std::move(expected), std::move(hint));
    }
    Failed take_line(const InputLine& line);
    Failed take_offset(const DumpLine& line, std::uint64_t offset);
    Failed take_pending(const DumpLine& next, std::uint64_t count);
    Failed take_last();
    [[nodiscard]] DumpColumn column_at(const DumpStop& stop) const;
    Failed take_octets(const DumpStop& stop);
    Failed repeat(const DumpLine& next, std::uint64_t count);

    std::string_view text_;
    const std::string& file_;
    int radix_;
    HexDump dump_;
    std::optional<DumpLine> pending_;  // whose number of octets is not known yet
    std::uint64_t pending_offset_ = 0;
    std::size_t width_ = 0;  // of the line before
    bool shorter_ = false;   // it has fewer octets than those before it
    bool star_ = false;      // after the pending line
    bool ended_ = false;     // by an offset alone
    bool begun_ = false;
};

DumpReader::Failed DumpReader::take_octets(const DumpStop& stop) {
    const std::string_view octets = std::string_view{pending_->octets}.substr(0, stop.octets);
    const DumpColumn column = column_at(stop);
    if (column == DumpColumn::differs) {
        return error_at(*pending_, after_blanks(pending_->line.text, stop.at),
                        "what stands beside the octets are other characters than they",
                        fmt::format("{} as characters, with dots where they have none",
                                    counted(stop.octets, "octet")));
    }
    if (dump_.column && column == DumpColumn::none &&
        octets.find_first_not_of(' ') != std::string_view::npos) {
        return error_at(*pending_, stop.at, "the characters beside the octets are missing here",
                        "a whole line");
    }
    dump_.column = dump_.column || column == DumpColumn::agrees;
    dump_.even = dump_.even && !shorter_ && (width_ == 0 || width_ >= stop.octets);
    shorter_ = width_ > stop.octets;
    width_ = stop.octets;
    dump_.octets += octets;
    return std::nullopt;
}

DumpReader::Failed DumpReader::repeat(const DumpLine& next, std::uint64_t count) {
    const std::string_view line = std::string_view{pending_->octets}.substr(0, width_);
    if (count % width_ != 0 || count == 0) {
        return error_at(next, next.offset_at,
                        fmt::format("this offset is no whole number of lines of {} after the *",
                                    counted(width_, "octet")));
    }
    if (count > kLargestInput - std::min(kLargestInput, dump_.octets.size())) {
        return error_at(next, next.offset_at,
                        fmt::format("more than {} MiB of octets", kLargestInput >> 20U));
    }
    for (std::uint64_t i = 0; i < count; i += width_) {
        dump_.octets += line;
    }
    dump_.repeats = true;
    return std::nullopt;
}

DumpColumn DumpReader::column_at(const DumpStop& stop) const {
    return column_after(pending_->line.text.substr(stop.at),
                        std::string_view{pending_->octets}.substr(0, stop.octets));
}

// The octets of the pending line, and of its repetitions, up to the offset of the next line.
DumpReader::Failed DumpReader::take_pending(const DumpLine& next, std::uint64_t count) {
    const DumpStop& last = pending_->stops.back();
    const std::uint64_t here = star_ ? (width_ > 0 ? width_ : last.octets) : count;
    const DumpStop* stop = pending_->stop_after(here);
    const bool fits = stop != nullptr && column_at(*stop) != DumpColumn::differs;
    if (!fits && column_at(last) != DumpColumn::differs) {
        return error_at(next, next.offset_at,
                        fmt::format("this offset does not follow the one before it and its {}",
                                    counted(last.octets, "octet")),
                        "offsets that agree with the number of octets before them");
    }
    if (stop == nullptr) {
        return error_at(*pending_, after_blanks(pending_->line.text, last.at),
                        fmt::format("the octets end here after {}, and the next offset says {}",
                                    last.octets, here));
    }
    if (auto failed = take_octets(*stop)) {
        return failed;
    }
    ++dump_.confirmed;
    return star_ ? repeat(next, count - here) : std::nullopt;
}

// Nothing says how many octets it has but itself and its characters.
DumpReader::Failed DumpReader::take_last() {
    if (star_) {
        return error_at(*pending_, 0, "a * follows, and no offset says how often this is repeated");
    }
    std::vector<DumpStop> possible;
    for (const DumpStop& stop : pending_->stops) {
        const DumpColumn column = column_at(stop);
        if (column == DumpColumn::agrees ||
            (column == DumpColumn::none && !dump_.column && &stop == &pending_->stops.back())) {
            possible.push_back(stop);
        }
    }
    if (possible.size() > 1) {
        return error_at(*pending_, possible.front().at,
                        fmt::format("is this line {} and characters, or {}?",
                                    counted(possible.front().octets, "octet"),
                                    counted(possible.back().octets, "octet")),
                        "", "an offset alone on a last line decides");
    }
    return take_octets(possible.empty() ? pending_->stops.back() : possible.front());
}

DumpReader::Failed DumpReader::take_offset(const DumpLine& line, std::uint64_t offset) {
    if (!begun_) {
        begun_ = true;
        dump_.first_offset = offset;
        return std::nullopt;
    }
    if (ended_) {
        return error_at(line, line.offset_at, "another line after the last offset",
                        "one dump of one direction", "give one dump at a time");
    }
    if (offset <= pending_offset_) {
        return error_at(line, line.offset_at, "offsets begin again here",
                        "one dump of one direction", "give one dump at a time");
    }
    return take_pending(line, offset - pending_offset_);
}

DumpReader::Failed DumpReader::take_line(const InputLine& input) {
    const std::size_t first = after_blanks(input.text, 0);
    if (first == input.text.size()) {
        return std::nullopt;
    }
    const auto line = parse_dump_line(input);
    if (input.text.substr(first).starts_with('*') &&
        after_blanks(input.text, first + 1) == input.text.size()) {
        if (!pending_ || star_ || ended_) {
            return input_error(text_, file_, input.at + first, "a * after no line of octets");
        }
        star_ = true;
        return std::nullopt;
    }
    const auto offset = line ? line->offset(radix_) : std::nullopt;
    if (!offset) {
        return input_error(text_, file_, input.at + first, "here is no offset",
                           "lines that begin with the offset of their octets");
    }
    if (line->group > 1 && !line->marked) {
        return error_at(*line, line->stops.front().at,
                        "octets in groups, in the order of the machine that wrote them",
                        "octets one by one", "write it with od -A x -t x1, hexdump -C or xxd");
    }
    if (auto failed = take_offset(*line, *offset)) {
        return failed;
    }
    if (line->group == 0) {
        const std::size_t behind = line->line.text.find_last_not_of(" \t") + 1;
        const std::size_t end = line->offset_at + line->digits.size() + (line->marked ? 1 : 0);
        if (behind > end) {
            return error_at(*line, after_blanks(line->line.text, end), "these are no octets",
                            "hex digits, two for an octet");
        }
        ended_ = true;
    }
    star_ = false;
    pending_ = *line;
    pending_offset_ = *offset;
    return std::nullopt;
}

DumpResult DumpReader::read() {
    InputLines lines{text_};
    for (InputLine line; lines.next(line);) {
        if (const auto failed = take_line(line)) {
            return *failed;
        }
    }
    if (pending_ && !ended_) {
        if (const auto failed = take_last()) {
            return *failed;
        }
    }
    return std::move(dump_);
}

std::optional<DumpLine> first_line(std::string_view text) {
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (after_blanks(line.text, 0) < line.text.size()) {
            return parse_dump_line(line);
        }
    }
    return std::nullopt;
}

// The radices that tools write offsets of this form in; the others come after them.
std::vector<int> likely_radices(const DumpLine& line) {
    if (line.digits.size() == kOdWidth && !line.marked) {
        return {kOctal, kDecimal};
    }
    return line.marked ? std::vector{kHex, kDecimal} : std::vector{kHex};
}

std::size_t place_of(const sim::InputError& error) {
    return std::size_t{error.line} << 16U | error.column;
}

DumpResult ambiguous_offsets(std::string_view text, const std::string& file, const DumpLine& line) {
    return input_error(text, file, line.line.at + line.offset_at,
                       "its offsets agree with its octets in two radices, which differ in how "
                       "often lines are repeated by *",
                       "offsets that can be read in one way",
                       "od -v, hexdump -v and xxd write every line; od -A x hex offsets");
}

}  // namespace

DumpResult parse_dump(std::string_view text, const std::string& file) {
    const auto first = first_line(text);
    std::optional<HexDump> found;
    std::optional<sim::InputError> error;
    const std::vector<int> likely = first ? likely_radices(*first) : std::vector{kHex};
    const auto attempt = [&](int radix) -> bool {
        DumpResult result = DumpReader{text, file, radix}.read();
        if (!result) {
            if (!error || place_of(*error) < place_of(result.error())) {
                error = result.error();
            }
            return true;
        }
        const bool differs = found && found->octets != result->octets;
        found = std::move(*result);
        return !differs;
    };
    for (const int radix : likely) {
        if (!attempt(radix)) {
            return ambiguous_offsets(text, file, *first);
        }
    }
    const auto likely_error = error;
    for (const int radix : {kHex, kDecimal, kOctal}) {
        if (!found && std::ranges::find(likely, radix) == likely.end()) {
            attempt(radix);
        }
    }
    if (!found) {
        return *likely_error;
    }
    return std::move(*found);
}

DumpBegin dump_begin(std::string_view text) {
    const auto line = first_line(text);
    if (line && line->marked) {
        return DumpBegin::marked;
    }
    return line && line->group > 0 ? DumpBegin::possible : DumpBegin::none;
}

bool has_lines_of_dump(std::string_view text) {
    std::optional<DumpLine> last;
    std::size_t count = 0;
    bool from_zero = false;
    bool rising = true;
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        if (after_blanks(line.text, 0) == line.text.size() || line.text == "*") {
            continue;
        }
        const auto dump = parse_dump_line(line);
        if (!dump || dump->group > 1 || (last && last->digits.size() != dump->digits.size())) {
            return false;
        }
        from_zero = from_zero || (count == 0 && dump->offset(kHex) == std::uint64_t{0});
        rising = rising && (!last || last->offset(kHex) < dump->offset(kHex));
        last = dump;
        ++count;
    }
    return count > 1 && (from_zero || rising);
}

bool has_packet_offsets(std::string_view text) {
    InputLines lines{text};
    for (InputLine line; lines.next(line);) {
        const auto dump = parse_dump_line(line);
        if (dump && dump->prefixed && dump->marked && dump->digits.size() == 4) {
            return true;
        }
    }
    return false;
}

}  // namespace tools
